using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace LogArchiver.Pack;

/// <summary>Writes timestamps as ISO 8601 UTC with milliseconds, <c>2026-11-19T23:59:59.999Z</c>: always 24 bytes. Remembers the
/// last second, since neighbouring events mostly share it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct IsoTime
{
    public const int Bytes = 24;

    private const int SecondBytes = 19;

    // The first and last milliseconds that four-digit years can say.
    private const long MinMs = -62_135_596_800_000;
    private const long MaxMs = 253_402_300_799_999;

    private readonly byte[] second;
    private long secondNumber;

    public IsoTime()
    {
        second = new byte[SecondBytes];
        secondNumber = long.MinValue;
    }

    /// <summary>Writes the time; beyond the years 1 to 9999 the nearest that can be written.</summary>
    public void Write(Span<byte> target, long epochMs)
    {
        epochMs = Math.Clamp(epochMs, MinMs, MaxMs);
        var (number, milliseconds) = Math.DivRem(epochMs, 1000);
        if (milliseconds < 0)
        {
            (number, milliseconds) = (number - 1, milliseconds + 1000);
        }

        if (number != secondNumber)
        {
            DateTimeOffset.FromUnixTimeSeconds(number).UtcDateTime.TryFormat(second, out _, "s");
            secondNumber = number;
        }

        second.CopyTo(target);
        target[SecondBytes] = (byte)'.';
        Utf8Formatter.TryFormat((int)milliseconds, target[(SecondBytes + 1)..], out _, new System.Buffers.StandardFormat('D', 3));
        target[Bytes - 1] = (byte)'Z';
    }
}
