using System.Buffers;

namespace LogArchiver.LocalAws.Logs;

/// <summary>A filter pattern of plain terms: words, or phrases in double quotes, all of which a message must hold, each in its
/// own case. Optional terms, regular expressions, JSON and space-delimited patterns are not served here.</summary>
internal sealed class FilterTerms
{
    private static readonly SearchValues<char> NotServed = SearchValues.Create("{}[]()?%^$&|=<>");

    private readonly List<string> terms = [];

    private FilterTerms()
    {
    }

    /// <summary>Null when the pattern is absent or empty and thus matches all.</summary>
    /// <exception cref="LogsException">The pattern is one that is not served.</exception>
    public static FilterTerms? Parse(string? pattern)
    {
        var rest = (pattern ?? "").AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return null;
        }

        var filter = new FilterTerms();
        while (!rest.IsEmpty)
        {
            var quoted = rest[0] == '"';
            var end = quoted ? rest[1..].IndexOf('"') + 1 : rest.IndexOf(' ');
            end = end switch
            {
                0 when quoted => throw Refused(pattern!),
                < 0 => rest.Length,
                _ => end,
            };
            var term = quoted ? rest[1..end] : rest[..end];
            if (!quoted && (term[0] == '-' || term.ContainsAny(NotServed)))
            {
                throw Refused(pattern!);
            }

            filter.terms.Add(term.ToString());
            rest = rest[Math.Min(rest.Length, end + (quoted ? 1 : 0))..].TrimStart();
        }

        return filter;
    }

    public bool Match(string message) => terms.TrueForAll(term => message.Contains(term, StringComparison.Ordinal));

    private static LogsException Refused(string pattern) =>
        LogsException.InvalidParameter($"Invalid filter pattern '{pattern}': LocalAws serves words and quoted phrases only.");
}
