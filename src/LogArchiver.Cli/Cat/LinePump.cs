using System.Buffers;
using System.IO.Pipelines;

namespace LogArchiver.Cli.Cat;

/// <summary>Prints one line.</summary>
internal interface ILinePrinter
{
    /// <summary>Writes what is to be seen of the line; nothing where it is not wanted.</summary>
    /// <param name="line">The line as stored, without its newline.</param>
    /// <param name="output">Where to.</param>
    void Print(ReadOnlySpan<byte> line, IBufferWriter<byte> output);
}

/// <summary>Moves lines from a stream to a printer in bounded memory.</summary>
internal static class LinePump
{
    // The longest line there can be: an event of 1 MB in which every byte is a control character, six bytes each as an escape.
    private const int LongestLine = 8 << 20;
    private const int BufferBytes = 64 * 1024;

    /// <summary>Prints every line of the source.</summary>
    public static async Task RunAsync(Stream source, Stream output, ILinePrinter printer, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(source, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(minimumBufferSize: BufferBytes, leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = PrintLines(read.Buffer, printer, writer, read.IsCompleted);
            if (rest.Length > LongestLine)
            {
                throw CommandException.Failed($"The file has a line of more than {LongestLine} bytes, which no archive has.");
            }

            reader.AdvanceTo(rest.Start, read.Buffer.End);
            await writer.FlushAsync(cancellationToken);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static ReadOnlySequence<byte> PrintLines(
        ReadOnlySequence<byte> buffer, ILinePrinter printer, PipeWriter writer, bool isLast)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            Print(buffer.Slice(0, end), printer, writer);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }

        if (isLast && buffer.Length > 0)
        {
            Print(buffer, printer, writer);
            buffer = buffer.Slice(buffer.End);
        }

        return buffer;
    }

    private static void Print(ReadOnlySequence<byte> line, ILinePrinter printer, PipeWriter writer) =>
        printer.Print(line.IsSingleSegment ? line.FirstSpan : line.ToArray(), writer);
}
