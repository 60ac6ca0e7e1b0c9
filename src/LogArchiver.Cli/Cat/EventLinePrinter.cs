using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace LogArchiver.Cli.Cat;

/// <summary>Prints events of ndjson files for people: time in the day's zone, stream, message.</summary>
internal sealed class EventLinePrinter(EventFilter filter, DateTimeZone zone, bool asStored, bool toTerminal) : ILinePrinter
{
    private static readonly OffsetDateTimePattern TimePattern =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'fffo<Z+HH:mm>");

    private byte[] stream = new byte[512];
    private byte[] message = new byte[4096];

    /// <inheritdoc/>
    public void Print(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (asStored && filter.TakesAll)
        {
            WriteStored(line, output);
            return;
        }

        var one = Parse(line);
        if (!filter.Takes(one.Stream, one.Message))
        {
            return;
        }

        if (asStored)
        {
            WriteStored(line, output);
            return;
        }

        Encoding.UTF8.GetBytes(TimePattern.Format(one.Time.InZone(zone).ToOffsetDateTime()), output);
        output.Write(" "u8);
        TerminalText.Write(one.Stream, output, toTerminal);
        output.Write(" "u8);
        // A Lambda function's messages end in a newline of their own.
        TerminalText.Write(one.Message.EndsWith("\n"u8) ? one.Message[..^1] : one.Message, output, toTerminal);
        output.Write("\n"u8);
    }

    private static void WriteStored(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        output.Write(line);
        output.Write("\n"u8);
    }

    private EventView Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            var view = default(EventView);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan;
                reader.Read();
                if (name.SequenceEqual("timestamp"u8))
                {
                    view.Time = Instant.FromUnixTimeMilliseconds(
                        DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());
                }
                else if (name.SequenceEqual("logStream"u8))
                {
                    view.Stream = Copy(ref reader, ref stream);
                }
                else if (name.SequenceEqual("message"u8))
                {
                    view.Message = Copy(ref reader, ref message);
                }
                else
                {
                    reader.Skip();
                }
            }

            return view;
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            throw CommandException.Failed($"A line of the file is no event: {problem.Message}", problem);
        }
    }

    private static ReadOnlySpan<byte> Copy(scoped ref Utf8JsonReader reader, scoped ref byte[] buffer)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        if (buffer.Length < reader.ValueSpan.Length)
        {
            buffer = new byte[reader.ValueSpan.Length * 2];
        }

        try
        {
            return buffer.AsSpan(0, reader.CopyString(buffer));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair has no UTF-8 form: such a message is shown with its escapes, as it is stored.
            return reader.ValueSpan;
        }
    }

    private ref struct EventView
    {
        public Instant Time;
        public ReadOnlySpan<byte> Stream;
        public ReadOnlySpan<byte> Message;
    }
}
