using System.Globalization;

namespace LogArchiver.Filter;

/// <summary>What is to be known of a pattern before it is made ready: whether it needs to go back, and how long it is once its
/// repetitions are counted out.</summary>
/// <param name="Steps">Its length so counted. Repetitions in each other multiply.</param>
/// <param name="Refused">The first construct that is not matched in linear time; null when there is none.</param>
internal readonly record struct PatternScan(long Steps, PatternConstruct? Refused)
{
    private const long Most = 1_000_000_000;
    private const string NotLinear = "cannot be matched in time that grows only with the message";

    private static readonly (string Mark, string Name)[] Groups =
    [
        ("(?=", "a lookahead"), ("(?!", "a negative lookahead"), ("(?<=", "a lookbehind"), ("(?<!", "a negative lookbehind"),
        ("(?>", "an atomic group"), ("(?(", "a condition"),
    ];

    /// <summary>Scans a pattern of correct syntax.</summary>
    public static PatternScan Of(string pattern)
    {
        var outer = new Stack<long>();
        PatternConstruct? refused = null;
        long sum = 0;
        long last = 0;
        for (var at = 0; at < pattern.Length;)
        {
            var letter = pattern[at];
            refused ??= RefusedAt(pattern, at);
            if (letter == '(' && pattern.AsSpan(at).StartsWith("(?#"))
            {
                at = pattern.IndexOf(')', at) + 1;
                continue;
            }

            if (letter == '(')
            {
                outer.Push(sum);
                (sum, last, at) = (0, 0, EndOfGroupHead(pattern, at));
            }
            else if (letter == ')')
            {
                last = sum;
                sum += outer.TryPop(out var before) ? before : 0;
                at++;
            }
            else if (letter is '*' or '+' or '?' or '|')
            {
                at++;
            }
            else if (letter == '{' && Repetition(pattern, at) is { } repetition)
            {
                sum = Math.Min(sum + (last * (repetition.Times - 1)), Most);
                last = Math.Min(last * repetition.Times, Most);
                at = repetition.End;
            }
            else
            {
                last = 1;
                sum++;
                at = EndOfAtom(pattern, at);
            }
        }

        return new PatternScan(sum, refused);
    }

    private static PatternConstruct? RefusedAt(string pattern, int at)
    {
        var rest = pattern.AsSpan(at);
        if (rest[0] == '\\' && rest.Length > 1)
        {
            return rest[1] switch
            {
                >= '1' and <= '9' or 'k' => new PatternConstruct("a backreference", NotLinear, at),
                'G' => new PatternConstruct("\\G", NotLinear, at),
                _ => null,
            };
        }

        foreach (var (mark, name) in Groups)
        {
            if (rest.StartsWith(mark))
            {
                return new PatternConstruct(name, NotLinear, at);
            }
        }

        // The option x is refused because blanks and comments would have to be understood here as .NET does.
        var head = rest.StartsWith("(?") ? rest[..(EndOfGroupHead(pattern, at) - at)] : default;
        return head.StartsWith("(?<") || head.StartsWith("(?'")
            ? head.Contains('-') ? new PatternConstruct("a balancing group", NotLinear, at) : null
            : head.Contains('x') ? new PatternConstruct("the option x", "is not for rules, which are one line without remarks", at) : null;
    }

    /// <summary>The place behind <c>(</c>, <c>(?:</c>, <c>(?&lt;name&gt;</c>, <c>(?i:</c>; before the <c>)</c> of <c>(?i)</c>.</summary>
    private static int EndOfGroupHead(string pattern, int at)
    {
        if (!pattern.AsSpan(at).StartsWith("(?"))
        {
            return at + 1;
        }

        var kind = pattern[at + 2];
        if (kind == '(')
        {
            return at + 2;
        }

        if (kind is '=' or '!' or '>' || pattern[at + 3] is '=' or '!')
        {
            return pattern.IndexOf(pattern[at + (kind == '<' ? 3 : 2)], at) + 1;
        }

        var end = pattern.IndexOfAny(kind switch { '<' => ['>'], '\'' => ['\''], _ => [':', ')'] }, at + 3 - (kind is ':' or ')' ? 1 : 0));
        return pattern[end] == ')' ? end : end + 1;
    }

    private static int EndOfAtom(string pattern, int at) => pattern[at] switch
    {
        '\\' when pattern[at + 1] is 'p' or 'P' => pattern.IndexOf('}', at) + 1,
        '\\' => at + 2,
        '[' => EndOfSet(pattern, at),
        _ => at + 1,
    };

    private static int EndOfSet(string pattern, int at)
    {
        at += pattern.AsSpan(at).StartsWith("[^") ? 2 : 1;
        for (var isFirst = true; at < pattern.Length; isFirst = false)
        {
            if (pattern[at] == ']' && !isFirst)
            {
                return at + 1;
            }

            at = pattern[at] == '\\' ? at + 2
                : pattern.AsSpan(at).StartsWith("-[") ? EndOfSet(pattern, at + 1)
                : at + 1;
        }

        return pattern.Length;
    }

    /// <summary><c>{3}</c>, <c>{3,}</c> or <c>{3,5}</c>; null where the brace is only a brace.</summary>
    private static (long Times, int End)? Repetition(string pattern, int at)
    {
        var end = pattern.IndexOf('}', at);
        if (end < 0)
        {
            return null;
        }

        var numbers = pattern[(at + 1)..end].Split(',');
        return numbers.Length <= 2 && numbers[0].Length > 0 && numbers.All(number => number.All(char.IsAsciiDigit))
            ? (Math.Max(1, numbers.Max(number => number.Length == 0 ? 0 : long.Parse(number, CultureInfo.InvariantCulture))), end + 1)
            : null;
    }
}

/// <summary>Something in a pattern.</summary>
/// <param name="Name">What it is, with its article.</param>
/// <param name="Reason">Why it is refused.</param>
/// <param name="Position">Where it begins.</param>
internal sealed record PatternConstruct(string Name, string Reason, int Position);
