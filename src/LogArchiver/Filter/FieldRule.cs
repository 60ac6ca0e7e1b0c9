using System.Text;
using System.Text.Json;

namespace LogArchiver.Filter;

/// <summary>The message is JSON, and the field that the path leads to passes a test. Where there is no such field, no test is passed.</summary>
internal sealed class FieldRule : EventRule
{
    private readonly IReadOnlyList<FieldStep> path;
    private readonly FieldTest test;

    // The path's last name, and the name as JSON quotes it; empty where it has none that a message shows before it is unescaped.
    private readonly byte[] needle = [];
    private readonly byte[] quotedNeedle = [];

    /// <summary>Makes the rule.</summary>
    public FieldRule(IReadOnlyList<FieldStep> path, FieldTest test)
    {
        (this.path, this.test) = (path, test);
        if (path.LastOrDefault(step => step.Name.Length > 0 && Needle.Is(step.Name)) is { } named)
        {
            needle = named.Name;
            quotedNeedle = [(byte)'"', .. needle, (byte)'"'];
        }
    }

    public override bool Matches(MessageText message)
    {
        if (needle.Length > 0 && message.Lacks(needle))
        {
            return false;
        }

        // A message that looks like JSON without being any is expensive to find out: Python prints {'path': …}.
        var json = message.Plain;
        if (quotedNeedle.Length > 0 && json.IndexOf(quotedNeedle) < 0 && json.IndexOf("\\u"u8) < 0)
        {
            return false;
        }

        return message.IsJson && TryFind(message.Read()) is { } value && test.Passes(value, json, message);
    }

    private FieldValue? TryFind(Utf8JsonReader reader)
    {
        reader.Read();
        return TryFind(ref reader, 0);
    }

    /// <summary>Looks from the value at which the reader is, and leaves it at the value's end. Of two fields of one name the last counts, as
    /// in most programs.</summary>
    private FieldValue? TryFind(ref Utf8JsonReader reader, int depth)
    {
        if (depth == path.Count)
        {
            return FieldValue.Take(ref reader);
        }

        var step = path[depth];
        FieldValue? found = null;
        if (reader.TokenType == JsonTokenType.StartObject && step.Index is null)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isWanted = NameIs(ref reader, step.Name);
                reader.Read();
                if (isWanted)
                {
                    found = TryFind(ref reader, depth + 1);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray && step.Index is { } wanted)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (index == wanted)
                {
                    found = TryFind(ref reader, depth + 1);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        else
        {
            reader.Skip();
        }

        return found;
    }

    private static bool NameIs(ref Utf8JsonReader reader, byte[] name)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.SequenceEqual(name);
        }

        // Not the reader's own comparison, which throws at half a surrogate pair. Names are short; this makes garbage only where escaped.
        var plain = new byte[reader.ValueSpan.Length];
        return plain.AsSpan(0, Pack.JsonText.Unescape(reader.ValueSpan, plain)).SequenceEqual(name);
    }
}

/// <summary>A step of a path: the name of a field, or a place in an array.</summary>
/// <param name="Name">The name, UTF-8; empty for a place, and for the empty name.</param>
/// <param name="Index">The place, from 0; null for a name.</param>
internal sealed record FieldStep(byte[] Name, int? Index)
{
    public static FieldStep Of(string name) => new(Encoding.UTF8.GetBytes(name), null);
}

/// <summary>Where a value stands in a message.</summary>
/// <param name="Kind">What it begins with.</param>
/// <param name="Start">Its first byte; of a string the one behind the quote.</param>
/// <param name="Length">Its bytes, without quotes; 0 for objects and arrays.</param>
internal readonly record struct FieldValue(JsonTokenType Kind, int Start, int Length)
{
    /// <summary>The value at which the reader is, which is taken to the value's end.</summary>
    public static FieldValue Take(ref Utf8JsonReader reader)
    {
        var kind = reader.TokenType;
        var start = (int)reader.TokenStartIndex + (kind == JsonTokenType.String ? 1 : 0);
        var length = kind is JsonTokenType.StartObject or JsonTokenType.StartArray ? 0 : reader.ValueSpan.Length;
        reader.Skip();
        return new FieldValue(kind, start, length);
    }
}
