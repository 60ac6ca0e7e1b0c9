using LogArchiver.Checkpoint;
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
    private readonly FileUploader uploader = new(store);
    private readonly List<ManifestObject> finished = [];
    private EventFilter? filter = plan.Rules.IsEmpty ? null : new EventFilter(plan.Rules);
    private readonly List<ObjectInParts> ready = [];
    private PackedFile? held;
    private ArchivePacker? packer;
    private string? packing;

    /// <summary>The objects that are finished.</summary>
    public IReadOnlyList<ManifestObject> Finished => finished;

    /// <summary>The object being written.</summary>
    public ObjectInParts Current { get; private set; } = new() { Key = order.Key, Replaces = order.ReplacedETag(order.Key) };

    /// <summary>Objects that replace those of an archive, and wait with all their parts for <see cref="ReplaceAsync"/>.</summary>
    public IReadOnlyList<ObjectInParts> Ready => ready;

    /// <summary>Sees each file that has been packed, before it is sent; null when nobody wants to.</summary>
    public Func<PackedFile, CancellationToken, Task>? Seen { get; init; }

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
    public void Restore(DayCheckpoint checkpoint, byte[] tail)
    {
        (Totals, Current) = (checkpoint.Totals, checkpoint.Current);
        finished.AddRange(checkpoint.Finished);
        ready.AddRange(checkpoint.Ready);
        filter = plan.Rules.IsEmpty ? null : new EventFilter(plan.Rules, checkpoint.Totals.Dropped);
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
    public async Task<bool> CloseFileAsync(CancellationToken cancellationToken)
    {
        if (packer is { IsEmpty: false })
        {
            var file = await FinishFileAsync(packer, cancellationToken);
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
        await CloseFileAsync(cancellationToken);
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
        if (Current.Segments.Count > 0 || packer is null || (order.Replaces && !isWholeDay))
        {
            return false;
        }

        var file = await FinishFileAsync(packer, cancellationToken);
        Totals = Totals.And(file);
        watch.Enter(Stage.Upload, Current.Key);
        if (order.Replaces)
        {
            held = file;
        }
        else
        {
            await uploader.UploadAsync(file, Current.Key, order.ContentType, RefuseIfSealedAsync, cancellationToken);
            DropPacker();
        }

        Current = Current.And(file);
        RawSha256 = isWholeDay ? file.RawSha256 : null;
        finished.Add(Current.Describe());
        return true;
    }

    /// <summary>Finishes an object all parts of which have been sent.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (order.Replaces)
        {
            ready.Add(Current);
        }
        else
        {
            if (Current.Replaces is not null)
            {
                await RefuseIfSealedAsync(cancellationToken);
            }

            await sender.CompleteAsync(Current, cancellationToken);
        }

        finished.Add(Current.Describe());
    }

    /// <summary>Puts everything that was held back in the place of the archive's objects, those of which that were looked at.</summary>
    /// <exception cref="StoredDifferentlyException">Another run has written since.</exception>
    public async Task ReplaceAsync(CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Upload, Current.Key);
        if (held is not null)
        {
            await (Current.Replaces is { } etag
                ? uploader.ReplaceAsync(held, Current.Key, order.ContentType, etag, cancellationToken)
                : uploader.UploadAsync(held, Current.Key, order.ContentType, _ => Task.CompletedTask, cancellationToken));
        }

        foreach (var one in ready)
        {
            await sender.CompleteAsync(one, cancellationToken);
        }
    }

    /// <summary>Puts away everything that was held back.</summary>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        foreach (var upload in ready.Append(Current).Select(one => one.Upload).OfType<OpenUpload>().Distinct())
        {
            await store.AbortAsync(upload, cancellationToken);
        }
    }

    /// <summary>Lets the day be kept in several objects from here on.</summary>
    public void BeginNext()
    {
        var key = order.PartKey(finished.Count + 1);
        Current = new ObjectInParts { Key = key, Replaces = order.ReplacedETag(key) };
    }

    /// <summary>Names the first of several objects, unless its upload has begun under the plain key.</summary>
    public void NameFirstOfSeveral()
    {
        if (finished.Count == 0 && Current.Upload is null && !order.Replaces)
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

    /// <summary>What an interrupted run left may be replaced, what another run has sealed meanwhile may not.</summary>
    private async Task RefuseIfSealedAsync(CancellationToken cancellationToken)
    {
        if (await store.TryDescribeAsync(order.ManifestKey, cancellationToken) is not null)
        {
            throw new SealedMeanwhileException(order.ManifestKey);
        }
    }

    private async Task<PackedFile> FinishFileAsync(ArchivePacker packed, CancellationToken cancellationToken)
    {
        var file = packed.Finish();
        if (Seen is not null)
        {
            await Seen(file, cancellationToken);
        }

        return file;
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
