using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Messages as JSON strings in the service's spelling: quotes, backslashes and control characters escaped, all else
/// raw UTF-8. Half of a surrogate pair, which UTF-8 cannot hold, stays the escape it came as (<c>\ud800</c>).</summary>
internal static class MessageText
{
    private static readonly SearchValues<byte> MustEscape =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(value => (byte)value)]);

    // Those, and both halves of surrogate pairs, which are looked at one by one.
    private static readonly SearchValues<char> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append('"').Append('\\').Concat(Enumerable.Range(0xD800, 0x800)).Select(value => (char)value)]);

    /// <summary>A text in canonical spelling, without quotes.</summary>
    public static byte[] Escape(string text)
    {
        var escaped = new ArrayBufferWriter<byte>(Math.Max(1, text.Length));
        Escape(text, escaped);
        return escaped.WrittenSpan.ToArray();
    }

    /// <summary>Writes a message anew in canonical spelling.</summary>
    /// <param name="text">UTF-16, lone surrogates allowed.</param>
    /// <param name="into">Gets the escaped bytes.</param>
    /// <returns>The message's bytes in UTF-8 as the service counts them, a lone surrogate as three.</returns>
    public static int Escape(ReadOnlySpan<char> text, IBufferWriter<byte> into)
    {
        var bytes = 0;
        while (!text.IsEmpty)
        {
            // Runs of plain characters, which most messages consist of, go over in one piece.
            var plain = text.IndexOfAny(NotPlain);
            bytes += (int)Encoding.UTF8.GetBytes(plain < 0 ? text : text[..plain], into);
            if (plain < 0)
            {
                break;
            }

            text = text[plain..];
            if (Rune.DecodeFromUtf16(text, out var rune, out var used) == OperationStatus.Done)
            {
                bytes += rune.Utf8SequenceLength;
                EscapeRune(rune, into);
            }
            else
            {
                bytes += 3;
                into.Write(Encoding.ASCII.GetBytes($"\\u{(int)text[0]:x4}"));
            }

            text = text[used..];
        }

        return bytes;
    }

    /// <summary>Writes what stood between the quotes of a request's JSON string.</summary>
    /// <param name="json">The string's bytes as they were sent, escapes and all.</param>
    /// <param name="into">Gets the escaped bytes.</param>
    /// <returns>The message's bytes in UTF-8 as the service counts them.</returns>
    /// <exception cref="LogsException">They are not UTF-8.</exception>
    public static int EscapeAgain(ReadOnlySpan<byte> json, IBufferWriter<byte> into)
    {
        if (!Utf8.IsValid(json))
        {
            throw LogsException.Serialization("The message is not UTF-8.");
        }

        if (!json.ContainsAny(MustEscape))
        {
            into.Write(json);
            return json.Length;
        }

        return Escape(Unescape(json), into);
    }

    /// <summary>The bytes of a request's JSON string in UTF-8 as the service counts them.</summary>
    public static int CountBytes(ReadOnlySpan<byte> json) =>
        json.Contains((byte)'\\') ? Encoding.UTF8.GetByteCount(Unescape(json)) : json.Length;

    /// <summary>The characters behind a JSON string's bytes, lone surrogates included.</summary>
    public static string Unescape(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder(json.Length);
        while (json.IndexOf((byte)'\\') is var at and >= 0)
        {
            text.Append(Encoding.UTF8.GetString(json[..at]));
            var isHex = json[at + 1] == 'u';
            text.Append(isHex ? (char)ushort.Parse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier) : ShortEscape(json[at + 1]));
            json = json[(at + (isHex ? 6 : 2))..];
        }

        return text.Append(Encoding.UTF8.GetString(json)).ToString();
    }

    private static char ShortEscape(byte letter) => letter switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => (char)letter,
    };

    private static void EscapeRune(Rune rune, IBufferWriter<byte> into)
    {
        switch (rune.Value)
        {
            case '"':
                into.Write("\\\""u8);
                break;
            case '\\':
                into.Write("\\\\"u8);
                break;
            case '\n':
                into.Write("\\n"u8);
                break;
            case '\r':
                into.Write("\\r"u8);
                break;
            case '\t':
                into.Write("\\t"u8);
                break;
            case '\b':
                into.Write("\\b"u8);
                break;
            case '\f':
                into.Write("\\f"u8);
                break;
            case < 0x20:
                into.Write(Encoding.ASCII.GetBytes($"\\u{rune.Value:x4}"));
                break;
            default:
                into.Advance(rune.EncodeToUtf8(into.GetSpan(4)));
                break;
        }
    }
}
