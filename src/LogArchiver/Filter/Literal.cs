using System.Text;

namespace LogArchiver.Filter;

/// <summary>Patterns that are nothing but a text.</summary>
internal static class Literal
{
    private const string Special = @"\*+?|{[()^$.";

    /// <summary>The text that the pattern means, printable ASCII; null when it is, or may be, more than a text.</summary>
    public static string? TryOf(string pattern)
    {
        var text = new StringBuilder();
        for (var at = 0; at < pattern.Length; at++)
        {
            var letter = pattern[at];
            if (letter == '\\' && at + 1 < pattern.Length && char.IsAscii(pattern[at + 1]) && char.IsPunctuation(pattern[at + 1]))
            {
                // An escaped mark is that mark: \. \/ \[
                letter = pattern[++at];
            }
            else if (Special.Contains(letter))
            {
                return null;
            }

            if (letter is < ' ' or > '~')
            {
                return null;
            }

            text.Append(letter);
        }

        return text.ToString();
    }
}
