namespace LogArchiver.Filter;

/// <summary>Texts that can be looked for in a message before it is unescaped; see <see cref="MessageText.Lacks"/>.</summary>
internal static class Needle
{
    /// <summary>Whether the text stands in an escaped message as it is, unless it is spelled as <c>\u0041</c>.</summary>
    public static bool Is(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
        {
            if (letter is < (byte)' ' or > (byte)'~' or (byte)'"' or (byte)'\\' or (byte)'/')
            {
                return false;
            }
        }

        return true;
    }
}
