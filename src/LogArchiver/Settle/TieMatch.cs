using System.Buffers.Binary;
using System.Security.Cryptography;
using LogArchiver.Sort;

namespace LogArchiver.Settle;

/// <summary>Matches the messages of one stream, one timestamp and one ingestion time as a multiset: those of the archive are remembered,
/// those of the source matched against them, each once.</summary>
/// <remarks>Remembered is half of a SHA-256: with less, a chance likeness of two messages would one day lose an event.</remarks>
internal sealed class TieMatch
{
    /// <summary>Messages remembered, at most: 48 bytes each in the dictionary make 10 MB. A batch of PutLogEvents has 10,000 events
    /// (source: its API reference), so this takes twenty that arrived in the same millisecond.</summary>
    public const int MostMessages = 200_000;

    private readonly Dictionary<UInt128, int> unmatched = [];
    private byte[] stream = [];
    private long timestamp;
    private long ingestionTime;
    private int remembered;

    /// <summary>Whether a tie is being matched.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Messages of the archive that no message of the source has been matched with so far.</summary>
    public long Unmatched { get; private set; }

    /// <summary>Begins a tie: that of this event.</summary>
    public void Open(EventCursor first)
    {
        (timestamp, ingestionTime, IsOpen) = (first.Timestamp, first.IngestionTime, true);
        stream = first.Stream.ToArray();
    }

    /// <summary>Ends it; says how many messages of the archive stayed alone.</summary>
    public long Close()
    {
        var alone = Unmatched;
        unmatched.Clear();
        (IsOpen, Unmatched, remembered) = (false, 0, 0);
        return alone;
    }

    /// <summary>Whether the event belongs to the tie.</summary>
    public bool Holds(EventCursor next) =>
        IsOpen && next.Timestamp == timestamp && next.IngestionTime == ingestionTime && next.Stream.SequenceEqual(stream);

    /// <summary>Remembers a message of the archive.</summary>
    /// <exception cref="TieTooLargeException">There are more than can be remembered.</exception>
    public void Remember(EventCursor earlier)
    {
        if (++remembered > MostMessages)
        {
            throw new TieTooLargeException(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));
        }

        var message = HashOf(earlier);
        unmatched[message] = unmatched.GetValueOrDefault(message) + 1;
        Unmatched++;
    }

    /// <summary>Matches a message of the source with one that is remembered, which it uses up; false when there is none.</summary>
    public bool TryMatch(EventCursor source)
    {
        var message = HashOf(source);
        if (unmatched.GetValueOrDefault(message) == 0)
        {
            return false;
        }

        unmatched[message]--;
        Unmatched--;
        return true;
    }

    private UInt128 HashOf(EventCursor of)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(of.Message, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

/// <summary>More events of one stream and one millisecond differ between the archive and the source than can be matched in memory.</summary>
internal sealed class TieTooLargeException(DateTimeOffset at)
    : Exception($"More than {TieMatch.MostMessages:N0} archived events of one stream share the instant {at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} and their ingestion time, and the source has them otherwise: they cannot be matched.");
