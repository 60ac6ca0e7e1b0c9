using LogArchiver.Estimate;

namespace LogArchiver.Cli.Planning;

/// <summary>The prices to reckon with.</summary>
internal static class PriceFile
{
    /// <summary>A larger file is no list of prices.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Reads them; the embedded ones where no file is named.</summary>
    /// <exception cref="CommandException">The file cannot be used.</exception>
    public static async Task<PriceList> ReadAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return PriceList.Usual();
        }

        try
        {
            await using var file = File.OpenRead(path);
            var content = new byte[MostBytes + 1];
            var length = await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
            return length > MostBytes
                ? throw CommandException.BadInput($"--prices: {path} is larger than {MostBytes} bytes, and so no list of prices.")
                : PriceList.Parse(content.AsSpan(0, length));
        }
        catch (BadPricesException problem)
        {
            throw CommandException.BadInput(
                $"--prices: {path} cannot be used: {problem.Message}\n  Accepted: JSON like src/LogArchiver/Estimate/prices.json, every field of it", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandException.BadInput($"--prices: {path} cannot be read: {problem.Message}", problem);
        }
    }
}
