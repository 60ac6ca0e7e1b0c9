using System.Text.RegularExpressions;

namespace LogArchiver.Filter;

/// <summary>Patterns that take time in proportion to the text, whatever the text: .NET's, without what needs to go back.</summary>
internal static class LinearPattern
{
    private const RegexOptions Syntax = RegexOptions.CultureInvariant;

    /// <summary>Makes a pattern ready.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="rule">The rule it stands in.</param>
    /// <param name="offset">Where in the rule it begins.</param>
    /// <exception cref="BadRuleException">It is no pattern, or none that is sure to be quick.</exception>
    public static Regex Compile(string pattern, string rule, int offset)
    {
        CheckSyntax(pattern, rule, offset);
        var scan = PatternScan.Of(pattern);
        if (scan.Refused is { } refused)
        {
            throw new BadRuleException(
                rule, offset + refused.Position, $"{refused.Name} {refused.Reason}.");
        }

        if (scan.Steps > EventRules.MaxPatternSteps)
        {
            throw new BadRuleException(
                rule, offset, $"the pattern has {scan.Steps:N0} steps, its repetitions counted out; more than {EventRules.MaxPatternSteps:N0} could take too long.");
        }

        try
        {
            return new Regex(pattern, Syntax | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException problem)
        {
            throw new BadRuleException(rule, offset, $"it cannot be matched in time that grows only with the message: {problem.Message}");
        }
    }

    private static void CheckSyntax(string pattern, string rule, int offset)
    {
        try
        {
            _ = new Regex(pattern, Syntax, Regex.InfiniteMatchTimeout);
        }
        catch (RegexParseException problem)
        {
            // The offset is that behind what is wrong.
            var position = Math.Max(0, problem.Offset - 1);
            var words = problem.Message.Split($"at offset {problem.Offset}. ", 2)[^1];
            throw new BadRuleException(rule, offset + position, char.ToLowerInvariant(words[0]) + words[1..]);
        }
    }
}
