namespace LogArchiver.Plan;

/// <summary>Finds the word someone probably meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate that takes the fewest typing mistakes to become the word; null when none is near. Letter case is
    /// no mistake.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        // One mistake in three letters is still a typo; more is another word. Long nonsense is cut off before it costs time.
        if (word.Length > MaxLength)
        {
            return null;
        }

        var allowed = Math.Max(1, word.Length / 3);
        return candidates
            .Select(candidate => (candidate, mistakes: Mistakes(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(found => found.mistakes <= allowed)
            .OrderBy(found => found.mistakes)
            .Select(found => found.candidate)
            .FirstOrDefault();
    }

    /// <summary><c>; did you mean "x"?</c>, or a full stop.</summary>
    public static string Hint(string? nearest) => nearest is null ? "." : $"; did you mean \"{nearest}\"?";

    private const int MaxLength = 100;

    // Levenshtein distance, one row of its table at a time.
    private static int Mistakes(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
