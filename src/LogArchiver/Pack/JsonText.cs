using System.Buffers;
using System.Globalization;
using System.Text;

namespace LogArchiver.Pack;

/// <summary>Takes JSON strings, without their quotes, from the escapes in which they came to the canonical ones or to plain text.
/// Nothing here makes a text longer.</summary>
/// <remarks>Canonical is what RFC 8785 (JSON Canonicalization Scheme, section 3.2.2.2) says: <c>\" \\ \b \f \n \r \t</c>, other
/// control characters as <c>\u001f</c> in small letters, everything else as itself. A surrogate without its partner, which
/// UTF-8 cannot hold, stays an escape. So the same message gives the same bytes however the service wrote it.</remarks>
internal static class JsonText
{
    private const int UnicodeEscapeBytes = 6;

    private static readonly SearchValues<byte> MustEscape =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(value => (byte)value)]);

    private static ReadOnlySpan<byte> EscapeNames => "\"\\/bfnrt"u8;

    /// <summary>Whether the text is in canonical escapes already, so that it may be copied as it is.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text) =>
        JsonScan.HasOnlyCommonEscapes(text) || HasOnlyCanonicalEscapes(text);

    /// <summary>The text in canonical escapes, whatever legal ones it is in: as it is, or rewritten in <paramref name="buffer"/>, which grows to
    /// hold it. Two texts are the same exactly when these are the same bytes.</summary>
    public static ReadOnlyMemory<byte> InCanonicalEscapes(ReadOnlyMemory<byte> text, ref byte[] buffer)
    {
        if (IsCanonical(text.Span))
        {
            return text;
        }

        if (buffer.Length < text.Length)
        {
            buffer = new byte[text.Length];
        }

        return buffer.AsMemory(0, Canonicalize(text.Span, buffer));
    }

    private static bool HasOnlyCanonicalEscapes(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var escape = text.IndexOf((byte)'\\');
            if (escape < 0)
            {
                return true;
            }

            switch (text[escape + 1])
            {
                case (byte)'"' or (byte)'\\' or (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f':
                    text = text[(escape + 2)..];
                    break;
                case (byte)'u' when IsCanonicalUnicode(text[escape..]):
                    text = text[(escape + UnicodeEscapeBytes)..];
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether JSON knows every escape of the text.</summary>
    public static bool HasLegalEscapes(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\\') is var escape and >= 0)
        {
            var name = escape + 1 < text.Length ? text[escape + 1] : default;
            var length = name == (byte)'u' ? UnicodeEscapeBytes : 2;
            var isLegal = text.Length - escape >= length
                && (name == (byte)'u' ? AreHexDigits(text[(escape + 2)..(escape + length)]) : EscapeNames.Contains(name));
            if (!isLegal)
            {
                return false;
            }

            text = text[(escape + length)..];
        }

        return true;
    }

    /// <summary>Writes the text in canonical escapes; returns the bytes written, at most as many as came.</summary>
    public static int Canonicalize(ReadOnlySpan<byte> text, Span<byte> target) => Rewrite(text, target, canonical: true);

    /// <summary>Writes the text without escapes; returns the bytes written, at most as many as came. A surrogate without its
    /// partner becomes U+FFFD, as UTF-8 has no other place for it.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target) => Rewrite(text, target, canonical: false);

    /// <summary>Writes plain UTF-8 as a JSON string without quotes, in canonical escapes; returns the bytes written, at most
    /// <see cref="MostEscapedBytes"/>.</summary>
    public static int Escape(ReadOnlySpan<byte> plain, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            // Bytes of longer sequences are all above 0x7F, so what is found is a character on its own.
            var found = plain.IndexOfAny(MustEscape);
            var asItIs = found < 0 ? plain : plain[..found];
            asItIs.CopyTo(target[written..]);
            written += asItIs.Length;
            if (found < 0)
            {
                return written;
            }

            written += WriteCharacter((char)plain[found], target[written..], canonical: true);
            plain = plain[(found + 1)..];
        }
    }

    /// <summary>The most bytes that escaping makes of a text.</summary>
    public static int MostEscapedBytes(int plainBytes) => plainBytes * UnicodeEscapeBytes;

    private static int Rewrite(ReadOnlySpan<byte> text, Span<byte> target, bool canonical)
    {
        var written = 0;
        while (true)
        {
            var escape = text.IndexOf((byte)'\\');
            var plain = escape < 0 ? text : text[..escape];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (escape < 0)
            {
                return written;
            }

            written += RewriteEscape(text[escape..], target[written..], canonical, out var taken);
            text = text[(escape + taken)..];
        }
    }

    private static int RewriteEscape(ReadOnlySpan<byte> escape, Span<byte> target, bool canonical, out int taken)
    {
        if (escape[1] != (byte)'u')
        {
            taken = 2;
            return WriteCharacter(Named(escape[1]), target, canonical);
        }

        var unit = CodeUnit(escape);
        taken = UnicodeEscapeBytes;
        if (!char.IsSurrogate(unit))
        {
            return WriteCharacter(unit, target, canonical);
        }

        if (LowPartner(unit, escape) is { } low)
        {
            taken = 2 * UnicodeEscapeBytes;
            return new Rune(unit, low).EncodeToUtf8(target);
        }

        return canonical ? WriteUnicodeEscape(unit, target) : Rune.ReplacementChar.EncodeToUtf8(target);
    }

    private static char? LowPartner(char high, ReadOnlySpan<byte> escape)
    {
        if (!char.IsHighSurrogate(high) || escape.Length < 2 * UnicodeEscapeBytes
            || escape[UnicodeEscapeBytes] != (byte)'\\' || escape[UnicodeEscapeBytes + 1] != (byte)'u')
        {
            return null;
        }

        var low = CodeUnit(escape[UnicodeEscapeBytes..]);
        return char.IsLowSurrogate(low) ? low : null;
    }

    private static int WriteCharacter(char character, Span<byte> target, bool canonical)
    {
        var shortName = character switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        if (canonical && shortName != '\0')
        {
            target[0] = (byte)'\\';
            target[1] = (byte)shortName;
            return 2;
        }

        return canonical && character < ' ' ? WriteUnicodeEscape(character, target) : new Rune(character).EncodeToUtf8(target);
    }

    private static int WriteUnicodeEscape(char unit, Span<byte> target)
    {
        "\\u"u8.CopyTo(target);
        ((int)unit).TryFormat(target[2..], out _, "x4", CultureInfo.InvariantCulture);
        return UnicodeEscapeBytes;
    }

    /// <summary>Control characters that have no short name, and surrogates without a partner, in small letters.</summary>
    private static bool IsCanonicalUnicode(ReadOnlySpan<byte> escape)
    {
        if (escape[2..UnicodeEscapeBytes].IndexOfAnyInRange((byte)'A', (byte)'F') >= 0)
        {
            return false;
        }

        var unit = CodeUnit(escape);
        return char.IsSurrogate(unit)
            ? LowPartner(unit, escape) is null
            : unit < ' ' && unit is not ('\b' or '\f' or '\n' or '\r' or '\t');
    }

    private static char Named(byte name) => name switch
    {
        (byte)'n' => '\n',
        (byte)'t' => '\t',
        (byte)'r' => '\r',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => (char)name,
    };

    private static bool AreHexDigits(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }

        return true;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape)
    {
        var unit = 0;
        foreach (var digit in escape[2..UnicodeEscapeBytes])
        {
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)unit;
    }
}
