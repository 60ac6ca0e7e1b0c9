using System.Buffers;
using System.IO.Pipelines;
using LogArchiver.Readback;

namespace LogArchiver.Cli.Cat;

/// <summary>Prints one line.</summary>
internal interface ILinePrinter
{
    /// <summary>Writes what is to be seen of the line; nothing where it is not wanted, or is no event.</summary>
    /// <param name="line">The line as stored, without its newline.</param>
    /// <param name="output">Where to.</param>
    /// <returns>Why the line is no event; null when it is one.</returns>
    string? Print(ReadOnlySpan<byte> line, IBufferWriter<byte> output);
}

/// <summary>Moves a day's lines to a printer in bounded memory.</summary>
internal static class LinePump
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Prints every line.</summary>
    /// <param name="lines">The day.</param>
    /// <param name="output">Where to.</param>
    /// <param name="printer">How.</param>
    /// <param name="damaged">Told of each line that is no event; it is left out.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public static async Task RunAsync(
        DayLines lines, Stream output, ILinePrinter printer, Action<Damage> damaged, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(minimumBufferSize: BufferBytes, leaveOpen: true));
        while (await lines.FillAsync(cancellationToken))
        {
            while (lines.TryTake(out var line))
            {
                if (printer.Print(line.Span, writer) is { } problem)
                {
                    damaged(new Damage(DamageKind.Line, lines.Key, "an event in every line", $"none in line {lines.Line:N0}: {problem}"));
                }
            }

            await writer.FlushAsync(cancellationToken);
        }
    }
}
