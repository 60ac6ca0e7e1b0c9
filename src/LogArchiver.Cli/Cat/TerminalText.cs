using System.Buffers;
using System.Text;

namespace LogArchiver.Cli.Cat;

/// <summary>Keeps what a log says from steering the terminal it is shown on.</summary>
internal static class TerminalText
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(code => code is not ('\n' or '\t')).Select(code => (byte)code), 0x7F]);

    /// <summary>Writes text; for a terminal, control characters other than newline and tab as their pictures, such as ␛.</summary>
    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output, bool toTerminal)
    {
        while (toTerminal && text.IndexOfAny(Controls) is var at and >= 0)
        {
            output.Write(text[..at]);
            // Control Pictures: U+2400 and on stand for 0x00 and on, U+2421 for DEL.
            var picture = new Rune(text[at] == 0x7F ? 0x2421 : 0x2400 + text[at]);
            output.Advance(picture.EncodeToUtf8(output.GetSpan(4)));
            text = text[(at + 1)..];
        }

        output.Write(text);
    }
}
