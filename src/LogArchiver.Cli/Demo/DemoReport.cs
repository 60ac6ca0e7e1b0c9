using System.Buffers;
using System.IO.Compression;
using System.Text;
using LogArchiver.Cli.Cat;
using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Demo;

/// <summary>Shows what the demo wrote, a few of its lines, where it is, and what to try next.</summary>
internal static class DemoReport
{
    private const int ShownLines = 3;
    private static readonly string[] ShownGroups = ["/demo/chat/messages", "/demo/nginx/access"];

    private static readonly TextColumn[] Columns =
    [
        new("Log group"), new("Streams", IsNumber: true, IsExpendable: true), new("Events", IsNumber: true),
        new("Raw", IsNumber: true), new("Stored", IsNumber: true), new("Ratio", IsNumber: true, IsExpendable: true),
    ];

    /// <summary>Writes it.</summary>
    public static void Write(Screen screen, DemoResult result, string? chosenFolder)
    {
        var console = screen.Rich;
        Ink.Write(console, Tone.Plain, "");
        TableOf(result).Write(console);
        Ink.Write(console, Tone.Plain, "");
        foreach (var shown in result.Files.Where(file => ShownGroups.Contains(file.Group, StringComparer.Ordinal)))
        {
            Ink.Write(console, (Tone.Strong, "The first events of "), (Tone.Accent, shown.Group));
            foreach (var line in FirstLines(shown))
            {
                // On a terminal a long line is cut, so that the picture stays in shape; elsewhere nothing ever is.
                Ink.Write(console, Tone.Plain, console.Profile.Capabilities.Ansi ? Cropping.Crop($"  {line}", console.Profile.Width) : $"  {line}");
            }

            Ink.Write(console, Tone.Plain, "");
        }

        Ink.Write(console, (Tone.Strong, "The files are in "), (Tone.Accent, Path.Combine(result.Folder, "s3", "archive")));
        foreach (var key in KeysFor(result, console.Profile.Capabilities.Ansi ? console.Profile.Width - 2 : int.MaxValue))
        {
            Ink.Write(console, Tone.Plain, $"  {key}");
        }

        Ink.Write(console, Tone.Faint, "  Counts and SHA-256 of each are in its manifest, below _manifests/.");
        Ink.Write(console, Tone.Plain, "");
        Ink.Write(console, Tone.Strong, "Try next");
        foreach (var (purpose, command) in DemoSuggestions.Of(result, chosenFolder, ProgramName.OfProcess()))
        {
            Ink.Write(console, Tone.Faint, $"  # {purpose}");
            Ink.Write(console, Tone.Accent, $"  {command}");
        }

        Ink.Write(console, Tone.Plain, "");
    }

    /// <summary>The rows.</summary>
    internal static TextTable TableOf(DemoResult result)
    {
        var manifests = result.Files.Select(file => file.Manifest).ToArray();
        var (raw, stored) = (manifests.Sum(day => day.RawBytes), manifests.Sum(day => day.StoredBytes));
        return new TextTable(
            Columns,
            [.. manifests.Select(day => (IReadOnlyList<string>)
            [
                day.Group, Amounts.Count(day.Streams), Amounts.Count(day.Events), Amounts.Bytes(day.RawBytes),
                Amounts.Bytes(day.StoredBytes), Amounts.Ratio(day.RawBytes, day.StoredBytes),
            ])],
            [
                "Total", Amounts.Count(manifests.Sum(day => day.Streams)), Amounts.Count(manifests.Sum(day => day.Events)),
                Amounts.Bytes(raw), Amounts.Bytes(stored), Amounts.Ratio(raw, stored),
            ]);
    }

    /// <summary>The keys of the files; where they do not fit into the width, their beginnings are left out.</summary>
    internal static IReadOnlyList<string> KeysFor(DemoResult result, int width)
    {
        string[] keys = [.. result.Files.Select(file => file.Manifest.Objects[0].Key)];
        return keys.All(key => key.Length <= width) ? keys : [.. keys.Select(key => $"…/{key.Split('/')[^1]}")];
    }

    private static IEnumerable<string> FirstLines(ArchivedFile file)
    {
        using var stored = File.OpenRead(file.Path);
        using var unpacked = new GZipStream(stored, CompressionMode.Decompress);
        using var lines = new StreamReader(unpacked);
        var printer = EventPrinter.For(file.Manifest, new EventFilter(null, null), asStored: false, toTerminal: true);
        for (var i = 0; i < ShownLines && lines.ReadLine() is { } line; i++)
        {
            var printed = new ArrayBufferWriter<byte>();
            printer.Print(Encoding.UTF8.GetBytes(line), printed);
            yield return Encoding.UTF8.GetString(printed.WrittenSpan).Split('\n')[0];
        }
    }
}
