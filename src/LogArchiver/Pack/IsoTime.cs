using System.Runtime.InteropServices;

namespace LogArchiver.Pack;

/// <summary>Writes timestamps as ISO 8601 UTC with milliseconds, <c>2026-11-19T23:59:59.999Z</c>: always 24 bytes. Remembers the
/// last date, since an archive's events share it but for its edges; the time of the day is written digit by digit.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct IsoTime
{
    public const int Bytes = 24;

    private const int DateBytes = 10;
    private const long MsPerDay = 86_400_000;

    // The first and last milliseconds that four-digit years can say.
    private const long MinMs = -62_135_596_800_000;
    private const long MaxMs = 253_402_300_799_999;

    private readonly byte[] date;
    private long dateStartMs;

    public IsoTime()
    {
        date = new byte[DateBytes];
        dateStartMs = long.MaxValue;
    }

    /// <summary>Writes the time; beyond the years 1 to 9999 the nearest that can be written.</summary>
    public void Write(Span<byte> target, long epochMs)
    {
        target = target[..Bytes];
        epochMs = Math.Clamp(epochMs, MinMs, MaxMs);
        // Unsigned, one comparison sees what is before the date as well as what is after it.
        if ((ulong)(epochMs - dateStartMs) >= MsPerDay)
        {
            RememberDate(epochMs);
        }

        var (seconds, milliseconds) = Math.DivRem((uint)(epochMs - dateStartMs), 1000);
        var (minutes, second) = Math.DivRem(seconds, 60);
        var (hour, minute) = Math.DivRem(minutes, 60);
        date.CopyTo(target);
        target[10] = (byte)'T';
        WriteTwo(target[11..], hour);
        target[13] = (byte)':';
        WriteTwo(target[14..], minute);
        target[16] = (byte)':';
        WriteTwo(target[17..], second);
        target[19] = (byte)'.';
        target[20] = (byte)('0' + (milliseconds / 100));
        WriteTwo(target[21..], milliseconds % 100);
        target[23] = (byte)'Z';
    }

    private void RememberDate(long epochMs)
    {
        var day = DateTimeOffset.FromUnixTimeMilliseconds(epochMs).UtcDateTime.Date;
        day.TryFormat(date, out _, "yyyy-MM-dd");
        dateStartMs = new DateTimeOffset(day, TimeSpan.Zero).ToUnixTimeMilliseconds();
    }

    private static void WriteTwo(Span<byte> target, uint value)
    {
        target[1] = (byte)('0' + (value % 10));
        target[0] = (byte)('0' + (value / 10));
    }
}
