using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LogArchiver.Filter;

/// <summary>What is asked of a field's value.</summary>
internal abstract class FieldTest
{
    /// <summary>Whether the value passes.</summary>
    /// <param name="value">Where it is.</param>
    /// <param name="json">The message it is in.</param>
    /// <param name="message">Buffers for what is escaped.</param>
    public abstract bool Passes(FieldValue value, ReadOnlySpan<byte> json, MessageText message);
}

/// <summary>The value is a certain one, or is any other.</summary>
/// <param name="expected">The value as it was typed, without quotes.</param>
/// <param name="isQuoted">Whether it was in quotes: then only a string is equal to it. Without quotes a number, <c>true</c>, <c>false</c> and
/// <c>null</c> are equal to such a value, and to a string that spells them: many programs log their numbers as strings.</param>
/// <param name="isNegated">Whether any other value is wanted.</param>
internal sealed class ValueTest(string expected, bool isQuoted, bool isNegated) : FieldTest
{
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly byte[] bytes = Encoding.UTF8.GetBytes(expected);
    private readonly decimal? number =
        !isQuoted && decimal.TryParse(expected, Number, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;

    public override bool Passes(FieldValue value, ReadOnlySpan<byte> json, MessageText message) =>
        IsEqual(value.Kind, json.Slice(value.Start, value.Length), message) != isNegated;

    private bool IsEqual(JsonTokenType kind, ReadOnlySpan<byte> found, MessageText message) => kind switch
    {
        JsonTokenType.String => message.PlainField(found).SequenceEqual(bytes),
        JsonTokenType.Number when !isQuoted => found.SequenceEqual(bytes) || (number is { } wanted && TryParse(found) == wanted),
        JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null when !isQuoted => found.SequenceEqual(bytes),
        _ => false,
    };

    // 28 digits; what has more, or is larger, is equal only to what is written the same.
    private static decimal? TryParse(ReadOnlySpan<byte> text) =>
        decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <summary>The value's text holds what a pattern describes: a string's, or a number, <c>true</c> or <c>false</c> as the message writes it.</summary>
internal sealed class PatternTest(Regex pattern) : FieldTest
{
    public override bool Passes(FieldValue value, ReadOnlySpan<byte> json, MessageText message) =>
        value.Kind is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
        && pattern.IsMatch(message.FieldCharacters(json.Slice(value.Start, value.Length)));
}
