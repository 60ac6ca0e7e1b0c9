using LogArchiver.Pack;

namespace LogArchiver.Readback;

/// <summary>Messages in one form, however they came: the archive has canonical escapes, the service any that JSON knows.</summary>
/// <remarks>Two messages are the same text exactly when their canonical forms are the same bytes; compared as they came, <c>\/</c> and <c>/</c>
/// would make an event that came late of one that did not.</remarks>
internal sealed class CanonicalMessage
{
    private byte[] rewritten = [];
    private byte[] other = [];

    /// <summary>The message in canonical escapes, good until the next call. Most are already, and are given back as they are.</summary>
    /// <param name="message">A JSON string without its quotes.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message) => Rewrite(message, ref rewritten);

    /// <summary>Hash of the text, the same for the same text. 64 bits: enough to tell texts apart, together with the time and the stream.</summary>
    public ulong HashOf(ReadOnlySpan<byte> message) => Hash64.Of(Of(message));

    /// <summary>Whether two messages are the same text, each in whatever escapes.</summary>
    public bool AreSameText(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.SequenceEqual(right) || Rewrite(left, ref rewritten).SequenceEqual(Rewrite(right, ref other));

    private static ReadOnlySpan<byte> Rewrite(ReadOnlySpan<byte> message, ref byte[] buffer)
    {
        if (JsonText.IsCanonical(message))
        {
            return message;
        }

        if (buffer.Length < message.Length)
        {
            buffer = new byte[message.Length];
        }

        return buffer.AsSpan(0, JsonText.Canonicalize(message, buffer));
    }
}
