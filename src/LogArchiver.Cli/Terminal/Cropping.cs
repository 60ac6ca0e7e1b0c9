using System.Globalization;
using Spectre.Console.Rendering;

namespace LogArchiver.Cli.Terminal;

/// <summary>Cuts a line to the width of a terminal, where a Korean letter or an emoji takes two columns. Pure.</summary>
internal static class Cropping
{
    /// <summary>The line, or its beginning and an ellipsis.</summary>
    public static string Crop(string line, int width)
    {
        if (Columns(line) <= width)
        {
            return line;
        }

        var kept = 0;
        var columns = 0;
        for (var letters = StringInfo.GetTextElementEnumerator(line); letters.MoveNext(); kept += letters.GetTextElement().Length)
        {
            columns += Columns(letters.GetTextElement());
            if (columns >= width)
            {
                break;
            }
        }

        return line[..kept] + '…';
    }

    private static int Columns(string text) => new Segment(text).CellCount();
}
