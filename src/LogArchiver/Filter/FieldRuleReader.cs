using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LogArchiver.Filter;

/// <summary>Reads a field test: a path, then <c>=</c>, <c>!=</c> or <c>=~</c>, then what the field is held against.</summary>
internal sealed class FieldRuleReader(string text)
{
    private static readonly SearchValues<char> EndsName = SearchValues.Create(" \t\r\n.[]=!~<>\"'");

    private int at;

    private bool IsAtEnd => at >= text.Length;

    /// <summary>The rule.</summary>
    /// <exception cref="BadRuleException">It is none.</exception>
    public FieldRule Read()
    {
        at = 1;
        var path = new List<FieldStep>();
        while (!IsAtEnd && text[at] is ('.' or '['))
        {
            path.Add(ReadStep());
        }

        SkipBlanks();
        var test = ReadTest();
        return new FieldRule(path, test) { Text = text };
    }

    private FieldStep ReadStep()
    {
        if (text[at++] == '.')
        {
            var end = text.AsSpan(at).IndexOfAny(EndsName) is var length and >= 0 ? at + length : text.Length;
            return end == at
                ? throw Wrong("a name of a field is missing here; one with other signs is written as [\"a name\"].")
                : FieldStep.Of(Take(end));
        }

        if (!IsAtEnd && text[at] is ('"' or '\''))
        {
            var name = ReadQuoted();
            Expect(']', "] is missing here, after the name.");
            return FieldStep.Of(name);
        }

        var digits = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9') is var count and >= 0 ? count : text.Length - at;
        if (!int.TryParse(text.AsSpan(at, digits), out var index))
        {
            throw Wrong("a number such as 0, or a name in quotes, is missing here.");
        }

        at += digits;
        Expect(']', "] is missing here, after the number.");
        return new FieldStep([], index);
    }

    private FieldTest ReadTest()
    {
        if (TryTake("=~"))
        {
            return ReadPattern();
        }

        var isNegated = TryTake("!=");
        if (!isNegated && !TryTake("="))
        {
            throw Wrong("=, != or =~ is missing here, after the path.");
        }

        if (!IsAtEnd && text[at] is ('=' or '~'))
        {
            throw Wrong("tests are =, != and =~; a value that begins so is written in quotes.");
        }

        SkipBlanks();
        if (IsAtEnd)
        {
            throw Wrong("a value is missing; the empty text is \"\".");
        }

        var isQuoted = text[at] is '"' or '\'';
        var value = isQuoted ? ReadQuoted() : Take(text.Length).TrimEnd();
        SkipBlanks();
        return IsAtEnd ? new ValueTest(value, isQuoted, isNegated) : throw Wrong("nothing may follow the value.");
    }

    private PatternTest ReadPattern()
    {
        SkipBlanks();
        Expect('/', "a pattern stands between slashes, such as =~ /^5/.");
        var end = text.AsSpan().TrimEnd().Length - 1;
        if (end < at || text[end] != '/')
        {
            at = text.Length;
            throw Wrong("the slash after the pattern is missing.");
        }

        return end == at
            ? throw Wrong("the pattern is empty, and would match every value.")
            : new PatternTest(LinearPattern.Compile(text[at..end], text, at));
    }

    /// <summary>A text as JSON writes it, or between single quotes as it is.</summary>
    private string ReadQuoted()
    {
        var (begin, quote) = (at, text[at]);
        for (at++; !IsAtEnd; at++)
        {
            if (text[at] == quote)
            {
                at++;
                return quote == '\'' ? text[(begin + 1)..(at - 1)] : Unquote(begin);
            }

            if (text[at] == '\\' && quote == '"')
            {
                at++;
            }
        }

        at = text.Length;
        throw Wrong($"the {quote} that ends the text is missing.");
    }

    private string Unquote(int begin)
    {
        try
        {
            using var json = JsonDocument.Parse(text[begin..at]);
            return json.RootElement.GetString()!;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or EncoderFallbackException)
        {
            at = begin;
            throw Wrong("this is no text as JSON writes it; between single quotes a text stands as it is.");
        }
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private bool TryTake(string mark)
    {
        var isThere = text.AsSpan(at).StartsWith(mark);
        at += isThere ? mark.Length : 0;
        return isThere;
    }

    private string Take(int end)
    {
        var taken = text[at..end];
        at = end;
        return taken;
    }

    private void Expect(char mark, string problem)
    {
        if (IsAtEnd || text[at] != mark)
        {
            throw Wrong(problem);
        }

        at++;
    }

    private BadRuleException Wrong(string problem) => new(text, at, problem);
}
