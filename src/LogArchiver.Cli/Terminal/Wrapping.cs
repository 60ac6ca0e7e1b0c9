namespace LogArchiver.Cli.Terminal;

/// <summary>Breaks text into lines of a width, between words. Pure.</summary>
internal static class Wrapping
{
    /// <summary>At least one line; a word longer than the width is left whole.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length == 0)
            {
                line = word;
            }
            else if (line.Length + 1 + word.Length <= width)
            {
                line += ' ' + word;
            }
            else
            {
                lines.Add(line);
                line = word;
            }
        }

        lines.Add(line);
        return lines;
    }
}
