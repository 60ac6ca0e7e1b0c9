using LogArchiver.Ports;

namespace LogArchiver.Checkpoint;

/// <summary>Keeps the checkpoint of one day in the bucket. Each write is conditional on the last one seen, so that of two runs at
/// the same day one notices.</summary>
internal sealed class CheckpointStore(IArchiveStore store, string key)
{
    // A tail of less than a part, and JSON of at most 10,000 parts and as many segments.
    private const int MaxBytes = 64 << 20;

    private string? etag;

    /// <summary>Whether there is one, as far as this run has seen.</summary>
    public bool IsStored => etag is not null;

    /// <summary>Loads the checkpoint: null when there is none, or what lies there cannot be gone on from — torn, of another
    /// version or of another plan. In the last case <paramref name="abandoned"/> is told of its uploads.</summary>
    public async Task<(DayCheckpoint Checkpoint, byte[] Tail)?> TryLoadAsync(
        string fingerprint, Func<OpenUpload, Task> abandoned, CancellationToken cancellationToken)
    {
        var stored = await store.TryReadAsync(key, MaxBytes, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        etag = stored.Object.ETag;
        if (!CheckpointFormat.TryParse(stored.Content.Span, out var checkpoint, out var tail))
        {
            return null;
        }

        if (checkpoint.Fingerprint == fingerprint)
        {
            return (checkpoint, tail);
        }

        foreach (var upload in checkpoint.Uploads)
        {
            await abandoned(upload);
        }

        return null;
    }

    /// <summary>Whether its upload is gone: aborted by a lifecycle rule, or completed without our hearing of it and not as it was to be.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="endMs">The day's end: only a day that was read to it can have been completed.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<bool> IsStaleAsync(DayCheckpoint checkpoint, long endMs, CancellationToken cancellationToken)
    {
        foreach (var one in checkpoint.Ready.Append(checkpoint.Current))
        {
            if (one.Upload is { } upload && !await IsOpenAsync(upload, cancellationToken))
            {
                var stored = await store.TryDescribeAsync(upload.Key, cancellationToken);
                if (checkpoint.PositionMs < endMs || stored?.Crc32 != one.Crc32)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Saves how far the day is; only after the work it describes.</summary>
    /// <exception cref="OvertakenException">Another run has written since.</exception>
    public async Task SaveAsync(DayCheckpoint checkpoint, byte[] tail, CancellationToken cancellationToken)
    {
        var condition = etag is null ? WriteCondition.Absent : WriteCondition.Unchanged(etag);
        var stored = await store.TryPutAsync(
            key, CheckpointFormat.Format(checkpoint, tail), "application/octet-stream", condition, cancellationToken);
        etag = stored?.ETag ?? throw new OvertakenException(key);
    }

    private async Task<bool> IsOpenAsync(OpenUpload upload, CancellationToken cancellationToken)
    {
        await foreach (var open in store.ListUploadsAsync(upload.Key, cancellationToken))
        {
            if (open == upload)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Deletes the checkpoint of a day that is sealed.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (etag is not null)
        {
            await store.TryDeleteAsync(key, WriteCondition.Unchanged(etag), cancellationToken);
        }
    }
}

/// <summary>Another run works on the same day.</summary>
internal sealed class OvertakenException(string key)
    : Exception($"Another run is archiving the same day: it has written the checkpoint {key} since this one did.");
