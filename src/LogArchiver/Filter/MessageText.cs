using System.Text;
using System.Text.Json;
using LogArchiver.Pack;
using LogArchiver.Sort;

namespace LogArchiver.Filter;

/// <summary>The message of one event after another, in whatever form a rule asks for. Each form is made once an event, when it is first
/// asked for, in buffers that are used again.</summary>
/// <remarks>A message has at most 1 MB of text (CloudWatch Logs quotas: event size), which on the wire may be 6 MB of escapes. So the
/// buffers come to at most 6 MB for the plain bytes and for a field's, and 2 MB each for their characters; with usual messages
/// to a few kilobytes.</remarks>
internal sealed class MessageText
{
    /// <summary>How deep a message may be nested and still count as JSON.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private EventCursor? cursor;
    private byte[] plain = [];
    private int plainLength;
    private char[] characters = [];
    private int charactersLength;
    private byte[] field = [];
    private char[] fieldCharacters = [];
    private bool? isSpelledOut;
    private bool? isJson;

    /// <summary>Takes the event at which the cursor is now.</summary>
    public void Look(EventCursor next)
    {
        cursor = next;
        (plainLength, charactersLength) = (-1, -1);
        (isSpelledOut, isJson) = (null, null);
    }

    /// <summary>The message, UTF-8, without escapes.</summary>
    public ReadOnlySpan<byte> Plain
    {
        get
        {
            if (plainLength < 0)
            {
                plainLength = JsonText.Unescape(cursor!.Message, Room(ref plain, cursor.Message.Length));
            }

            return plain.AsSpan(0, plainLength);
        }
    }

    /// <summary>The message as UTF-16. What is no character becomes U+FFFD.</summary>
    public ReadOnlySpan<char> Characters
    {
        get
        {
            if (charactersLength < 0)
            {
                charactersLength = Encoding.UTF8.GetChars(Plain, Room(ref characters, Plain.Length));
            }

            return characters.AsSpan(0, charactersLength);
        }
    }

    /// <summary>Whether the message is one JSON value and nothing else.</summary>
    public bool IsJson => isJson ??= ReadsToTheEnd(Plain);

    /// <summary>A reader of the message, which is JSON.</summary>
    public Utf8JsonReader Read() => new(Plain, Options);

    /// <summary>Whether the message certainly has no such text, told without unescaping it.</summary>
    /// <param name="needle">ASCII that no escape but <c>\u0041</c> can stand for: no control characters, quotes, backslashes, slashes.
    /// Where such an escape is, anything may be meant. A short escape can make a needle appear, <c>n</c> in <c>\n</c>, and so
    /// only its absence counts.</param>
    public bool Lacks(ReadOnlySpan<byte> needle) =>
        cursor!.Message.IndexOf(needle) < 0 && !(isSpelledOut ??= cursor.Message.IndexOf("\\u"u8) >= 0);

    /// <summary>A JSON string of the message, given without quotes, as UTF-8 without escapes. Good until the next is asked for.</summary>
    public ReadOnlySpan<byte> PlainField(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return text;
        }

        var room = Room(ref field, text.Length);
        return room[..JsonText.Unescape(text, room)];
    }

    /// <summary>The same as UTF-16.</summary>
    public ReadOnlySpan<char> FieldCharacters(ReadOnlySpan<byte> text)
    {
        var utf8 = PlainField(text);
        var room = Room(ref fieldCharacters, utf8.Length);
        return room[..Encoding.UTF8.GetChars(utf8, room)];
    }

    private static bool ReadsToTheEnd(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, Options);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Span<T> Room<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[Math.Max(length, Math.Min(2 * buffer.Length, 1 << 20))];
        }

        return buffer;
    }
}
