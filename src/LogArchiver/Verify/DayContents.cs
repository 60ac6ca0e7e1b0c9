using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;
using LogArchiver.Sort;

namespace LogArchiver.Verify;

/// <summary>Reads a day's lines from the first to the last, and compares what they come to with the manifest.</summary>
/// <remarks>Of <c>text</c> and <c>raw</c> an event cannot be told from a line of a longer one, so there bytes, hashes and newlines are all
/// that can be compared.</remarks>
/// <param name="manifest">The day.</param>
/// <param name="damaged">Told of each thing that does not agree.</param>
/// <param name="progress">Told of the lines read so far, now and then.</param>
internal sealed class DayContents(Manifest manifest, Action<Damage> damaged, Action<long> progress)
{
    private readonly StreamCensus census = new(new ArchiverLimits().StreamsCounted);
    private long events;
    private readonly bool overlaps = manifest is { Merged: false } && manifest.Reading.Reader == ReaderKind.Export.Word();
    private string? lastKey;
    private long? firstMs;
    private long highestMs = long.MinValue;
    private long lastMs;
    private long lastIngestionMs;
    private byte[] lastStream = [];
    private int lastStreamLength;

    /// <summary>When the last event to arrive of those read was ingested, in milliseconds since the Unix epoch; before all times where
    /// there was none.</summary>
    public long LastIngestedMs { get; private set; } = long.MinValue;

    /// <summary>Reads them all.</summary>
    /// <exception cref="ServiceFaultException">The store, or the way to it, failed.</exception>
    public async Task CheckAsync(IArchiveStore store, CancellationToken cancellationToken)
    {
        await using var lines = new DayLines(store, manifest, damaged);
        if (manifest.Format == LineFormat.Ndjson.Word())
        {
            await CheckEventsAsync(lines, cancellationToken);
        }
        else
        {
            await CheckLinesAsync(lines, cancellationToken);
        }
    }

    private async Task CheckEventsAsync(DayLines lines, CancellationToken cancellationToken)
    {
        using var cursor = new LineCursor(lines, manifest.Start.ToUnixTimeMilliseconds(), manifest.End.ToUnixTimeMilliseconds(), damaged);
        while (await lines.FillAsync(cancellationToken))
        {
            while (cursor.MoveNext())
            {
                See(cursor, lines.Key);
            }

            progress(cursor.Position);
        }

        // What could not be read cannot be missed in the sums as well.
        if (lines.IsWhole)
        {
            Compare(DamageKind.Lines, manifest.Lines, cursor.Position);
            Compare(DamageKind.Events, manifest.Events, events);
            Compare(DamageKind.FirstTimestamp, Iso(manifest.FirstTimestamp?.ToUnixTimeMilliseconds()), Iso(firstMs));
            Compare(DamageKind.LastTimestamp, Iso(manifest.LastTimestamp?.ToUnixTimeMilliseconds()), Iso(events > 0 ? highestMs : null));
            CompareStreams();
        }
    }

    private async Task CheckLinesAsync(DayLines lines, CancellationToken cancellationToken)
    {
        long count = 0;
        while (await lines.FillAsync(cancellationToken))
        {
            while (lines.TryTake(out _))
            {
                count++;
            }

            progress(count);
        }

        if (lines.IsWhole)
        {
            Compare(DamageKind.Lines, manifest.Lines, count);
        }
    }

    private void See(LineCursor next, string? key)
    {
        // Objects of an export that was too large to be merged are each in order, and overlap.
        var isBegun = events > 0 && (key == lastKey || !overlaps);
        lastKey = key;
        if (isBegun && Order(next) > 0)
        {
            damaged(new Damage(
                DamageKind.Order, key, $"line {next.Position:N0} behind {Iso(lastMs)} or with it", $"{Iso(next.Timestamp)}, ingested {Iso(next.IngestionTime)}"));
        }

        events++;
        (firstMs, highestMs) = (Math.Min(firstMs ?? long.MaxValue, next.Timestamp), Math.Max(highestMs, next.Timestamp));
        (lastMs, lastIngestionMs) = (next.Timestamp, next.IngestionTime);
        LastIngestedMs = Math.Max(LastIngestedMs, next.IngestionTime);
        census.See(next.Stream);
        if (lastStream.Length < next.Stream.Length)
        {
            lastStream = new byte[next.Stream.Length];
        }

        next.Stream.CopyTo(lastStream);
        lastStreamLength = next.Stream.Length;
    }

    /// <summary>Above 0 where the last event belongs behind the next.</summary>
    private int Order(LineCursor next)
    {
        var order = lastMs.CompareTo(next.Timestamp);
        if (order == 0)
        {
            order = lastIngestionMs.CompareTo(next.IngestionTime);
        }

        return order != 0 ? order : lastStream.AsSpan(0, lastStreamLength).SequenceCompareTo(next.Stream);
    }

    /// <summary>A count that is not exact is one that there are at least.</summary>
    private void CompareStreams()
    {
        if (manifest.StreamsExact && census.IsExact ? census.Count != manifest.Streams : census.IsExact && census.Count < manifest.Streams)
        {
            Compare(DamageKind.Streams, manifest.Streams, census.Count);
        }
    }

    private void Compare(DamageKind kind, long promised, long found) => Compare(kind, $"{promised:N0}", $"{found:N0}");

    private void Compare(DamageKind kind, string promised, string found)
    {
        if (promised != found)
        {
            damaged(new Damage(kind, null, promised, found));
        }
    }

    private static string Iso(long? ms) =>
        ms == EventCursor.UnknownTime ? "at an unknown time" : ms is { } instant ? $"{DateTimeOffset.FromUnixTimeMilliseconds(instant):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}" : "none";
}
