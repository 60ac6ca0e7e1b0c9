using System.Runtime.InteropServices;

namespace LogArchiver.Pack;

/// <summary>Writes timestamps as ISO 8601 UTC with milliseconds, <c>2026-11-19T23:59:59.999Z</c>: always 24 bytes. Remembers the
/// last second, since an archive's events follow one another closely, and its date.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct IsoTime
{
    public const int Bytes = 24;

    private const int SecondBytes = 20;
    private const int DateBytes = 10;
    private const long MsPerSecond = 1000;
    private const long MsPerDay = 86_400_000;

    // The first and last milliseconds that four-digit years can say.
    private const long MinMs = -62_135_596_800_000;
    private const long MaxMs = 253_402_300_799_999;

    // As they are written, with all that stands between them.
    private readonly byte[] second;
    private long secondStartMs;
    private long dateStartMs;

    public IsoTime()
    {
        second = [.. "0000-00-00T00:00:00."u8];
        (secondStartMs, dateStartMs) = (long.MaxValue, long.MaxValue);
    }

    /// <summary>Writes the time; beyond the years 1 to 9999 the nearest that can be written.</summary>
    public void Write(Span<byte> target, long epochMs)
    {
        target = target[..Bytes];
        epochMs = Math.Clamp(epochMs, MinMs, MaxMs);
        // Unsigned, one comparison sees what is before the second as well as what is after it.
        if ((ulong)(epochMs - secondStartMs) >= MsPerSecond)
        {
            RememberSecond(epochMs);
        }

        var milliseconds = (uint)(epochMs - secondStartMs);
        second.AsSpan(0, SecondBytes).CopyTo(target);
        target[20] = (byte)('0' + (milliseconds / 100));
        WriteTwo(target[21..], milliseconds % 100);
        target[23] = (byte)'Z';
    }

    /// <summary>Reads a time as <see cref="Write"/> writes it, from the first bytes; false when they are none, or of no date.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out long epochMs)
    {
        epochMs = 0;
        if (source.Length < Bytes || source[4] != '-' || source[7] != '-' || source[10] != 'T' || source[13] != ':' || source[16] != ':'
            || source[19] != '.' || source[23] != 'Z'
            || !TryReadNumber(source[..4], out var year) || !TryReadNumber(source[5..7], out var month)
            || !TryReadNumber(source[8..10], out var day) || !TryReadNumber(source[11..13], out var hour)
            || !TryReadNumber(source[14..16], out var minute) || !TryReadNumber(source[17..19], out var second)
            || !TryReadNumber(source[20..23], out var millisecond)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        epochMs = MinMs + (new DateOnly(year, month, day).DayNumber * MsPerDay) + (((((hour * 60L) + minute) * 60) + second) * 1000) + millisecond;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }

    private void RememberSecond(long epochMs)
    {
        if ((ulong)(epochMs - dateStartMs) >= MsPerDay)
        {
            RememberDate(epochMs);
        }

        var seconds = (uint)(epochMs - dateStartMs) / (uint)MsPerSecond;
        secondStartMs = dateStartMs + (seconds * MsPerSecond);
        var (minutes, ofMinute) = Math.DivRem(seconds, 60);
        var (hour, minute) = Math.DivRem(minutes, 60);
        WriteTwo(second.AsSpan(11), hour);
        WriteTwo(second.AsSpan(14), minute);
        WriteTwo(second.AsSpan(17), ofMinute);
    }

    private void RememberDate(long epochMs)
    {
        var day = DateTimeOffset.FromUnixTimeMilliseconds(epochMs).UtcDateTime.Date;
        day.TryFormat(second.AsSpan(0, DateBytes), out _, "yyyy-MM-dd");
        dateStartMs = new DateTimeOffset(day, TimeSpan.Zero).ToUnixTimeMilliseconds();
    }

    private static void WriteTwo(Span<byte> target, uint value)
    {
        target[1] = (byte)('0' + (value % 10));
        target[0] = (byte)('0' + (value / 10));
    }
}
