using System.Buffers;
using System.Text;
using LogArchiver.Cli.Cat;
using LogArchiver.Cli.Terminal;
using LogArchiver.Verify;

namespace LogArchiver.Cli.Verify;

/// <summary>Shows how a day's archive and CloudWatch differ.</summary>
internal static class SourceView
{
    // Lines that are not for a terminal are cut nevertheless: a message may have a megabyte. With --json it is whole.
    private const int PlainWidth = 300;

    /// <summary>Writes it on standard output.</summary>
    public static void Write(Screen screen, SourceComparison source)
    {
        Ink.Write(screen.Rich, Tone.Plain, $"  {Amounts.Count(source.ArchiveEvents)} in the archive, {Amounts.Count(source.SourceEvents)} in CloudWatch; "
            + $"{Amounts.Count(source.OnlyInArchive)} in the archive alone, {Amounts.Count(source.OnlyInSource)} in CloudWatch alone");
        WriteCounts(screen, "Hour", source.Hours, leftOut: 0);
        WriteCounts(screen, "Stream", source.Streams, source.StreamsLeftOut);
        foreach (var one in source.Events)
        {
            var times = one.Times > 1 ? $" ({one.Times} times)" : "";
            var side = one.Side == EventSide.Source ? "only in CloudWatch" : "only in the archive";
            Line(screen, $"  {side}{times}: {one.Timestamp:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {one.Stream} {one.Message.TrimEnd('\n')}");
        }

        foreach (var advice in source.Advice)
        {
            Ink.Write(screen.Rich, Tone.Plain, $"  {advice}");
        }
    }

    private static void WriteCounts(Screen screen, string what, IReadOnlyList<CountDifference> counts, int leftOut)
    {
        if (counts.Count == 0)
        {
            return;
        }

        new TextTable(
            [new(what), new("Archive alone", IsNumber: true), new("CloudWatch alone", IsNumber: true)],
            [.. counts.Select(one => (IReadOnlyList<string>)[one.Name, Amounts.Count(one.OnlyInArchive), Amounts.Count(one.OnlyInSource)])])
            .Write(screen.Rich);
        if (leftOut > 0)
        {
            Ink.Write(screen.Rich, Tone.Faint, $"  … and {Amounts.Of(leftOut, "more stream", "more streams")}");
        }
    }

    /// <summary>One line, however many the message has, and no control characters where a terminal would obey them.</summary>
    private static void Line(Screen screen, string line)
    {
        var safe = new ArrayBufferWriter<byte>();
        TerminalText.Write(Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ⏎ ").Replace('\t', ' ')), safe, toTerminal: true);
        Ink.Write(screen.Rich, Tone.Plain, Cropping.Crop(
            Encoding.UTF8.GetString(safe.WrittenSpan), screen.Looks.OutputIsTerminal ? screen.Looks.Width : PlainWidth));
    }
}
