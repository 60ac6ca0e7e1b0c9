using System.Text;

namespace LogArchiver.Cli.Terminal;

/// <summary>JSON on standard output, a line at a time.</summary>
internal static class JsonOutput
{
    /// <summary>Writes a document of UTF-8 and a newline.</summary>
    public static void WriteLine(Screen screen, ReadOnlySpan<byte> utf8) =>
        screen.Output.Write(Encoding.UTF8.GetString(utf8).TrimEnd('\n') + '\n');
}
