using LogArchiver.Filter;
using LogArchiver.Outcome;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;

namespace LogArchiver.Upload;

/// <summary>The objects of a day while they come into being: events are packed into a file in scratch space; the file is uploaded whole,
/// or joins what waits to be sent in parts.</summary>
internal sealed class DayObjects(
    ArchivePlan plan, PackingOrder order, IArchiveStore store, ScratchSpace scratch, ArchiverLimits limits, DayWatch watch) : IDisposable
{
    private readonly PartSender sender = new(store, scratch, order.ContentType, limits.PartBytes);
    private readonly List<ManifestObject> finished = [];
    private EventFilter? filter = plan.Rules.IsEmpty ? null : new EventFilter(plan.Rules);
    private ArchivePacker? packer;
    private string? packing;

    /// <summary>The objects that are finished.</summary>
    public IReadOnlyList<ManifestObject> Finished => finished;

    /// <summary>The object being written.</summary>
    public ObjectInParts Current { get; private set; } = new() { Key = order.Key };

    /// <summary>What the files finished so far have come to, and the pages read.</summary>
    public DayTotals Totals { get; private set; } = DayTotals.None;

    /// <summary>SHA-256 of all lines, where one file holds them; null otherwise.</summary>
    public string? RawSha256 { get; private set; }

    /// <summary>Bytes in scratch space that are packed and not sent.</summary>
    public long UnsentBytes => (packer?.StoredBytes ?? 0) + sender.WaitingBytes;

    /// <summary>Bytes of the object being written, sent or not.</summary>
    public long CurrentBytes => (packer?.StoredBytes ?? 0) + Current.Bytes;

    /// <summary>Whether anything belongs to the object being written.</summary>
    public bool HasCurrent => packer is { IsEmpty: false } || Current.Segments.Count > 0;

    /// <summary>Packed bytes that are too few for a part, for a checkpoint.</summary>
    public byte[] Tail() => sender.Tail();

    /// <summary>Takes up what a checkpoint kept.</summary>
    public void Restore(DayTotals totals, IReadOnlyList<ManifestObject> objects, ObjectInParts current, byte[] tail)
    {
        (Totals, Current) = (totals, current);
        filter = plan.Rules.IsEmpty ? null : new EventFilter(plan.Rules, totals.Dropped);
        finished.AddRange(objects);
        sender.Restore(tail);
    }

    /// <summary>Counts pages of events.</summary>
    public void CountPages(long pages) => Totals = Totals with { Pages = Totals.Pages + pages };

    /// <summary>Packs events up to a millisecond, or to an earlier one when time runs out; says up to which.</summary>
    public long Append(EventCursor events, long endMs, RunTokens tokens)
    {
        watch.Enter(Stage.Pack, scratch.Folder);
        if (packer is null)
        {
            packing = scratch.NewPath("file");
            packer = new ArchivePacker(packing, plan.Format, plan.Compression, limits.StreamsCounted, filter);
        }

        var packedUpToMs = packer.Append(events, endMs, tokens);
        // At once, not with the file: a file without a line is thrown away, and what was dropped counts all the same.
        Totals = Totals with { Dropped = filter?.Dropped };
        return packedUpToMs;
    }

    /// <summary>Ends the file being packed and lets its bytes wait to be sent; says whether they make a part.</summary>
    public bool CloseFile()
    {
        if (packer is { IsEmpty: false })
        {
            var file = packer.Finish();
            packer.Dispose();
            Totals = Totals.And(file);
            Current = Current.And(file);
            sender.Take(file);
        }

        DropPacker();
        return sender.WaitingBytes >= PartLimits.MinPartBytes;
    }

    /// <summary>Sends what waits ahead, in parts of an upload that goes on.</summary>
    /// <param name="most">Down to the least that S3 takes as a part.</param>
    /// <param name="last">Everything, as the object's last part.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task SendAsync(bool most, bool last, CancellationToken cancellationToken)
    {
        CloseFile();
        watch.Enter(Stage.Upload, Current.Key);
        if (Current.Upload is null)
        {
            Current = await sender.BeginAsync(Current, cancellationToken);
        }

        Current = await sender.SendAsync(Current, most, last, cancellationToken);
    }

    /// <summary>Finishes an object all of which lies in one file: one TransferUtility upload. False, and nothing done, when parts of it
    /// have been closed or sent before.</summary>
    /// <param name="isWholeDay">Whether no other object comes before or after.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<bool> TryUploadWholeAsync(bool isWholeDay, CancellationToken cancellationToken)
    {
        if (Current.Segments.Count > 0 || packer is null)
        {
            return false;
        }

        var file = packer.Finish();
        Totals = Totals.And(file);
        watch.Enter(Stage.Upload, Current.Key);
        await new FileUploader(store).UploadAsync(file, Current.Key, order.ContentType, cancellationToken);
        Current = Current.And(file);
        RawSha256 = isWholeDay ? file.RawSha256 : null;
        DropPacker();
        finished.Add(Current.Describe());
        return true;
    }

    /// <summary>Finishes an object all parts of which have been sent.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await sender.CompleteAsync(Current, cancellationToken);
        finished.Add(Current.Describe());
    }

    /// <summary>Lets the day be kept in several objects from here on.</summary>
    public void BeginNext() => Current = new ObjectInParts { Key = order.PartKey(finished.Count + 1) };

    /// <summary>Names the first of several objects, unless its upload has begun under the plain key.</summary>
    public void NameFirstOfSeveral()
    {
        if (finished.Count == 0 && Current.Upload is null)
        {
            Current = Current with { Key = order.PartKey(1) };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DropPacker();
        sender.Dispose();
    }

    private void DropPacker()
    {
        packer?.Dispose();
        packer = null;
        if (packing is not null)
        {
            File.Delete(packing);
            packing = null;
        }
    }
}
