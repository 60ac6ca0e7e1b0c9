using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LogArchiver.Pack;

namespace LogArchiver.Read;

/// <summary>A place in a page's JSON. Each method takes what it names, or says no: then the page is for the full parser.</summary>
/// <remarks>What runs for every event is compiled to its best at once. Tier by tier, a day of 750 MB was over so soon after the last
/// tier was reached that parsing took five times as long in all as that tier needs.</remarks>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    // Far longer than any member of the API; a longer name is one for the full parser.
    private const int MaxNameBytes = 64;

    // Eighteen digits always fit a long.
    private const int MaxDigits = 18;

    private static readonly SearchValues<byte> NotInPlainNames =
        SearchValues.Create([(byte)'\\', .. Enumerable.Range(0, ' ').Select(value => (byte)value)]);

    private readonly ReadOnlySpan<byte> json = json;
    private int at;

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return at == json.Length;
        }
    }

    /// <summary>Takes one punctuation mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(char mark)
    {
        SkipSpace();
        if (at < json.Length && json[at] == mark)
        {
            at++;
            return true;
        }

        return false;
    }

    /// <summary>Takes a text, where exactly that comes next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(ReadOnlySpan<byte> text)
    {
        if (!json[at..].StartsWith(text))
        {
            return false;
        }

        at += text.Length;
        return true;
    }

    /// <summary>Takes a member's name and its colon. One that is not known must also be seen to be plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryTakeName(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!Take('"'))
        {
            return false;
        }

        var ahead = json.Slice(at, Math.Min(json.Length - at, MaxNameBytes));
        var end = ahead.IndexOf((byte)'"');
        if (end < 0)
        {
            return false;
        }

        name = ahead[..end];
        at += end + 1;
        return Take(':');
    }

    /// <summary>Whether a name is free of escapes, which might spell another one, and of what JSON forbids.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> name) => !name.ContainsAny(NotInPlainNames);

    /// <summary>Takes a string.</summary>
    /// <param name="range">Where it lies, without its quotes.</param>
    /// <param name="isCanonical">Whether its escapes are seen to be canonical; most of those are that are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryTakeString(out JsonRange range, out bool isCanonical)
    {
        (range, isCanonical) = (default, false);
        if (!Take('"'))
        {
            return false;
        }

        var rest = json[at..];
        var length = JsonScan.FindEnd(rest, out isCanonical);
        if (length < 0 || (!isCanonical && !JsonText.HasLegalEscapes(rest[..length])))
        {
            return false;
        }

        range = new JsonRange(at, length);
        at += length + 1;
        return true;
    }

    /// <summary>Takes a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryTakeNumber(out long number)
    {
        SkipSpace();
        number = 0;
        var isNegative = at < json.Length && json[at] == (byte)'-';
        var first = isNegative ? at + 1 : at;
        var next = first;
        if (json.Length - first >= sizeof(ulong) && TryReadEightDigits(BinaryPrimitives.ReadUInt64LittleEndian(json[first..]), out var eight))
        {
            // A timestamp has thirteen.
            (number, next) = (eight, first + sizeof(ulong));
        }

        while (next < json.Length && (uint)(json[next] - '0') is <= 9 and var digit)
        {
            number = (number * 10) + digit;
            next++;
        }

        // A number may not begin with a zero and go on, nor end the page; a fraction or an exponent is no whole number.
        var digits = next - first;
        if (digits is 0 or > MaxDigits || (json[first] == (byte)'0' && digits > 1)
            || next == json.Length || json[next] is (byte)'.' or (byte)'e' or (byte)'E')
        {
            return false;
        }

        number = isNegative ? -number : number;
        at = next;
        return true;
    }

    /// <summary>Takes a text or a null, escapes resolved.</summary>
    /// <exception cref="InvalidOperationException">It is neither.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public string? TakeText()
    {
        var reader = new Utf8JsonReader(json[at..]);
        reader.Read();
        var text = reader.GetString();
        at += (int)reader.BytesConsumed;
        return text;
    }

    /// <summary>Takes any value.</summary>
    /// <param name="depth">Objects and arrays that it lies in.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public void TakeAny(int depth)
    {
        var reader = new Utf8JsonReader(json[at..], new JsonReaderOptions { MaxDepth = EventPageParser.MaxDepth - depth });
        reader.Read();
        reader.Skip();
        at += (int)reader.BytesConsumed;
    }

    /// <summary>Eight digits at once, the first in the lowest byte: pairs are joined in their bytes, then pairs of pairs, then those.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadEightDigits(ulong text, out long value)
    {
        const ulong OfPairs = 0x0000_00FF_0000_00FF;
        var digits = text ^ 0x3030_3030_3030_3030;
        // A byte above nine reaches its highest bit when as much as nine lacks is added, or has it.
        var others = (digits | (digits + 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080;
        var pairs = (digits * 10) + (digits >> 8);
        value = (long)((((pairs & OfPairs) * ((1_000_000UL << 32) + 100)) + (((pairs >> 16) & OfPairs) * ((10_000UL << 32) + 1))) >> 32);
        return others == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }
    }
}
