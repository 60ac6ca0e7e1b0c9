using System.Text;

namespace LogArchiver.Cli.Cat;

/// <summary>Which events are wanted.</summary>
/// <param name="stream">What the stream's name must contain; null for any.</param>
/// <param name="message">What the message must contain; null for any.</param>
internal sealed class EventFilter(string? stream, string? message)
{
    private readonly byte[] stream = Encoding.UTF8.GetBytes(stream ?? "");
    private readonly byte[] message = Encoding.UTF8.GetBytes(message ?? "");

    /// <summary>Whether it asks for anything that only events with streams can answer.</summary>
    public bool AsksForStreams => stream.Length > 0;

    /// <summary>Whether everything is wanted.</summary>
    public bool TakesAll => stream.Length == 0 && message.Length == 0;

    /// <summary>Whether an event is wanted.</summary>
    public bool Takes(ReadOnlySpan<byte> streamName, ReadOnlySpan<byte> text) =>
        streamName.IndexOf(stream) >= 0 && TakesMessage(text);

    /// <summary>Whether a message is wanted.</summary>
    public bool TakesMessage(ReadOnlySpan<byte> text) => text.IndexOf(message) >= 0;
}
