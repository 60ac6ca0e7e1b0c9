using System.CommandLine;
using System.CommandLine.Parsing;

namespace LogArchiver.Cli.Help;

/// <summary>What is wrong with a command line, in our own words: the option, the value and what is accepted.</summary>
internal static class ParseErrorText
{
    /// <summary>All faults, a line or two each.</summary>
    public static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var values = ValuesOfUnknownOptions(parsed);
        var faults = parsed.Errors.Select(error => Of(error, parsed, values)).OfType<string>().Distinct(StringComparer.Ordinal);
        var name = command is RootCommand ? "logarchiver" : $"logarchiver {command.Name}";
        return $"{string.Join('\n', faults)}\nSee: {name} --help";
    }

    /// <summary>What follows an option nobody knows is its value, not a fault of its own.</summary>
    private static HashSet<string> ValuesOfUnknownOptions(ParseResult parsed)
    {
        var unmatched = parsed.UnmatchedTokens.ToHashSet(StringComparer.Ordinal);
        var values = new HashSet<string>(StringComparer.Ordinal);
        var follows = false;
        foreach (var token in parsed.Tokens.Select(token => token.Value))
        {
            var isUnmatched = unmatched.Contains(token);
            if (follows && isUnmatched && !token.StartsWith('-'))
            {
                values.Add(token);
            }

            follows = isUnmatched && (follows || token.StartsWith('-'));
        }

        return values;
    }

    /// <summary>A fault in words; null where it is only the consequence of another.</summary>
    private static string? Of(ParseError error, ParseResult parsed, HashSet<string> values)
    {
        var unmatched = error.SymbolResult is OptionResult
            ? null
            : parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));
        if (unmatched is not null)
        {
            return values.Contains(unmatched) ? null : Unmatched(unmatched, parsed.CommandResult.Command);
        }

        return error.SymbolResult switch
        {
            OptionResult { Option: var option, Tokens.Count: 0 } => $"{option.Name}: needs a value: {option.Name} <{option.HelpName}>.",
            OptionResult { Option: var option, Tokens: var tokens } when tokens.Count > 1 && option.Arity.MaximumNumberOfValues == 1 =>
                $"{option.Name}: is given {tokens.Count} times, and takes one value.",
            OptionResult { Option: var option, Tokens: [var token, ..] } when error.Message.Contains("parse", StringComparison.Ordinal) =>
                $"{option.Name}: '{token.Value}' is not {Kind(option)}.",
            ArgumentResult { Argument: var argument } => $"<{argument.Name}> is missing.\n  Accepted: {char.ToLowerInvariant(argument.Description![0])}{argument.Description[1..]}",
            _ => error.Message,
        };
    }

    private static string Kind(Option option) =>
        option.ValueType == typeof(int) || option.ValueType == typeof(int?) ? "a whole number" : $"a <{option.HelpName}>";

    private static string Unmatched(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var known = isOption
            ? command.Options.Select(option => option.Name)
            : command.Subcommands.Select(one => one.Name);
        var nearest = known.OrderBy(name => Distance(name, token)).FirstOrDefault(name => Distance(name, token) <= 1 + (name.Length / 4));
        var what = isOption ? "option" : command is RootCommand ? "command" : "argument";
        return $"'{token}' is no {what} of {(command is RootCommand ? "logarchiver" : command.Name)}."
            + (nearest is null ? "" : $" Did you mean {nearest}?");
    }

    // Levenshtein: single-letter edits from one word to the other.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var swap = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(swap, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
