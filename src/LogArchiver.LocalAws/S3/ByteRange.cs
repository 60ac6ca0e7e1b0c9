using System.Globalization;

namespace LogArchiver.LocalAws.S3;

/// <summary>A part of an object, both ends known.</summary>
/// <param name="First">The first byte.</param>
/// <param name="Count">How many.</param>
internal readonly record struct ByteRange(long First, long Count)
{
    /// <summary>Reads a Range header against an object's length.</summary>
    /// <returns>Null for what S3 answers whole: no range, several, or none it understands.</returns>
    /// <exception cref="S3FaultException">InvalidRange: nothing of the object lies in it.</exception>
    public static ByteRange? Parse(string? header, long length)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal)
            || header[6..].Trim().Split('-') is not [var from, var to])
        {
            return null;
        }

        if (from.Length == 0)
        {
            return TryNumber(to) is not { } suffix ? null
                : suffix == 0 || length == 0 ? throw Unsatisfiable(header, length)
                : new ByteRange(Math.Max(0, length - suffix), Math.Min(suffix, length));
        }

        if (TryNumber(from) is not { } first || (to.Length > 0 && TryNumber(to) is null))
        {
            return null;
        }

        var last = Math.Min(TryNumber(to) ?? long.MaxValue, length - 1);
        return to.Length > 0 && TryNumber(to) < first ? null
            : first >= length ? throw Unsatisfiable(header, length)
            : new ByteRange(first, last - first + 1);
    }

    private static long? TryNumber(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static S3FaultException Unsatisfiable(string header, long length) =>
        new(416, "InvalidRange", "The requested range is not satisfiable")
        {
            Details = [("RangeRequested", header), ("ActualObjectSize", $"{length}")],
            Headers = [("Content-Range", $"bytes */{length}")],
        };
}
