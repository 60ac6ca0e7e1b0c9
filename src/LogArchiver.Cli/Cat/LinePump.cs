using System.Buffers;
using System.IO.Pipelines;
using LogArchiver.Readback;

namespace LogArchiver.Cli.Cat;

/// <summary>Prints one line.</summary>
internal interface ILinePrinter
{
    /// <summary>Writes what is to be seen of the line; nothing where it is not wanted.</summary>
    /// <param name="line">The line as stored, without its newline.</param>
    /// <param name="output">Where to.</param>
    void Print(ReadOnlySpan<byte> line, IBufferWriter<byte> output);
}

/// <summary>Moves a day's lines to a printer in bounded memory.</summary>
internal static class LinePump
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Prints every line.</summary>
    public static async Task RunAsync(DayLines lines, Stream output, ILinePrinter printer, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(minimumBufferSize: BufferBytes, leaveOpen: true));
        while (await lines.FillAsync(cancellationToken))
        {
            while (lines.TryTake(out var line))
            {
                printer.Print(line.Span, writer);
            }

            await writer.FlushAsync(cancellationToken);
        }
    }
}
