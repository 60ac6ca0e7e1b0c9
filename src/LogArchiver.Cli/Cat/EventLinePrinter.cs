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
    public string? Print(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (asStored && filter.TakesAll)
        {
            WriteStored(line, output);
            return null;
        }

        if (ProblemWith(line, out var one) is { } problem)
        {
            return problem;
        }

        if (!filter.Takes(one.Stream, one.Message))
        {
            return null;
        }

        if (asStored)
        {
            WriteStored(line, output);
            return null;
        }

        Encoding.UTF8.GetBytes(TimePattern.Format(one.Time.InZone(zone).ToOffsetDateTime()), output);
        output.Write(" "u8);
        TerminalText.Write(one.Stream, output, toTerminal);
        output.Write(" "u8);
        // A Lambda function's messages end in a newline of their own.
        TerminalText.Write(one.Message.EndsWith("\n"u8) ? one.Message[..^1] : one.Message, output, toTerminal);
        output.Write("\n"u8);
        return null;
    }

    private static void WriteStored(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        output.Write(line);
        output.Write("\n"u8);
    }

    /// <summary>Takes the line apart. Fields may come in any order, and there may be more of them: an archive is read for longer than its
    /// format stays as it is.</summary>
    /// <returns>Why it is no event; null when it is one.</returns>
    private string? ProblemWith(ReadOnlySpan<byte> line, out EventView view)
    {
        view = default;
        try
        {
            return Read(line, ref view) ? null : "it is JSON, but has no timestamp, stream and message";
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            return line.IsEmpty ? "it is empty"
                : line[0] != '{' ? "it does not begin with {"
                : line[^1] != '}' ? $"it breaks off after {line.Length:N0} bytes"
                : "it is not JSON, or its time is none";
        }
    }

    private bool Read(ReadOnlySpan<byte> line, ref EventView view)
    {
        var fields = 0;
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("timestamp"u8))
            {
                fields |= 1;
                view.Time = Instant.FromUnixTimeMilliseconds(
                    DateTimeOffset.Parse(reader.GetString() ?? "", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());
            }
            else if (name.SequenceEqual("logStream"u8))
            {
                fields |= 2;
                view.Stream = Copy(ref reader, ref stream);
            }
            else if (name.SequenceEqual("message"u8))
            {
                fields |= 4;
                view.Message = Copy(ref reader, ref message);
            }
            else
            {
                reader.Skip();
            }
        }

        // Behind the object there is nothing; the reader throws where there is.
        return !reader.Read() && fields == 7;
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
