using System.Globalization;

namespace LogArchiver.WholeRun;

/// <summary>Sizes as they are typed: 200MB is 200,000,000 bytes, 200MiB is 209,715,200.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, double Bytes)[] Units =
        [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("B", 1)];

    /// <exception cref="FormatException">It is no size.</exception>
    public static long Parse(string text)
    {
        foreach (var (unit, bytes) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number >= 0)
            {
                return (long)(number * bytes);
            }
        }

        throw new FormatException($"'{text}' is no size. Accepted: 200MB, 1GB, 512MiB and the like.");
    }

    /// <summary>Megabytes of a million bytes.</summary>
    public static double Megabytes(double bytes) => bytes / 1e6;

    /// <summary>Mebibytes.</summary>
    public static double Mebibytes(double bytes) => bytes / (1 << 20);
}
