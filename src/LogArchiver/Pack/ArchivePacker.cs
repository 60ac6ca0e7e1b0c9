using LogArchiver.Filter;
using LogArchiver.Pack.Gzip;
using LogArchiver.Plan;
using LogArchiver.Sort;

namespace LogArchiver.Pack;

/// <summary>Appends events, line by line, to one file in scratch space, compressed, counted and hashed on the way. The file is whole —
/// one gzip member, say — when it has been finished.</summary>
internal sealed class ArchivePacker : IDisposable
{
    // How often, in events, the wish to stop is looked at: often enough for milliseconds, seldom enough to cost nothing.
    private const int EventsBetweenLooks = 4096;

    // Rules look at whole messages: these many of its bytes are held to take as long as packing an event. So with rules a message
    // of a megabyte is looked behind at once, and the wish to stop waits at most for the rules' work on one message.
    private const int RuleBytesAsLongAsEvent = 256;

    // Some ten megabytes of lines, packed in a fraction of a second: not worth a pause, which costs more than that.
    private const int EventsInAnyCase = 1 << 16;

    private readonly string path;
    private readonly StreamCensus census;
    private readonly LineWriter lines;
    private readonly HashingFile file;
    private readonly LineBody body;
    private readonly EventFilter? filter;
    private long count;
    private long? first;
    private long? last;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Where; nothing may be there.</param>
    /// <param name="format">How an event becomes a line.</param>
    /// <param name="compression">How the file is compressed.</param>
    /// <param name="streamsCounted">How many streams are counted exactly.</param>
    /// <param name="filter">Drops events; null where there are no rules.</param>
    /// <exception cref="IOException">Scratch space is full or broken.</exception>
    public ArchivePacker(string path, LineFormat format, Compression compression, int streamsCounted, EventFilter? filter = null)
    {
        (this.path, this.filter) = (path, filter);
        census = new StreamCensus(streamsCounted);
        lines = LineWriter.For(format);
        file = new HashingFile(path);
        body = new LineBody(compression == Compression.Gzip ? new GzipMember(file) : new PlainLines(file));
    }

    /// <summary>Bytes of the file so far, but for what is still in the compressor.</summary>
    public long StoredBytes => file.Length;

    /// <summary>Whether nothing has been appended yet.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Appends the events up to a millisecond, less those that rules drop; fewer when time runs out.</summary>
    /// <param name="events">Ordered, and not before what was appended.</param>
    /// <param name="endMs">The first millisecond that is not wanted.</param>
    /// <param name="tokens">Told to stop starting, it ends with the millisecond in hand; told to stop now, it throws and the file is
    /// of no use.</param>
    /// <returns>The first millisecond that has not been appended: <paramref name="endMs"/> or before.</returns>
    public long Append(EventCursor events, long endMs, RunTokens tokens)
    {
        long? stopAfter = null;
        long work = 0;
        long nextLook = 0;
        while (events.MoveNext() && events.Timestamp < endMs)
        {
            if (events.Timestamp > stopAfter)
            {
                return events.Timestamp;
            }

            if (work >= nextLook)
            {
                nextLook = work + EventsBetweenLooks;
                tokens.StopNow.ThrowIfCancellationRequested();
                stopAfter ??= work >= EventsInAnyCase && tokens.StopStarting.IsCancellationRequested ? events.Timestamp : null;
            }

            work++;
            if (filter is not null)
            {
                work += events.Message.Length / RuleBytesAsLongAsEvent;
                if (filter.TryDrop(events) is not null)
                {
                    continue;
                }
            }

            count++;
            first ??= events.Timestamp;
            last = events.Timestamp;
            census.See(events.Stream);
            body.Append(lines, events);
        }

        return endMs;
    }

    /// <summary>Ends the file, and says what is in it.</summary>
    public PackedFile Finish()
    {
        body.Finish();
        return new PackedFile
        {
            Path = path,
            StoredBytes = file.Length,
            Sha256 = file.Sha256,
            Crc32 = file.Crc32Base64,
            RawBytes = body.Bytes,
            RawSha256 = body.Sha256,
            Events = count,
            Lines = body.Lines,
            FirstMs = first,
            LastMs = last,
            Streams = census.Count,
            StreamsExact = census.IsExact,
        };
    }

    /// <summary>Closes the file, finished or not. Deleting it is the caller's.</summary>
    public void Dispose()
    {
        body.Dispose();
        file.Dispose();
    }
}
