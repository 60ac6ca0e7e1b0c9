using LogArchiver.Export;
using LogArchiver.Pack;
using LogArchiver.Ports;

namespace LogArchiver.Checkpoint;

/// <summary>Puts away what runs that were cut off left in the bucket: uploads that nobody goes on with, and checkpoints of days that
/// are sealed.</summary>
/// <param name="store">The bucket.</param>
/// <param name="checkpointPrefix">What the keys of all checkpoints begin with.</param>
internal sealed class LeftOvers(IArchiveStore store, string checkpointPrefix)
{
    private Dictionary<string, string>? checkpoints;

    /// <summary>Ends every open upload to a key of the day. Called when all of the day's objects are complete: what is still open then
    /// was begun by a run that was killed, or by one that has lost the race.</summary>
    public async Task EndUploadsAsync(PackingOrder order, CancellationToken cancellationToken)
    {
        var open = new List<OpenUpload>();
        await foreach (var upload in store.ListUploadsAsync(order.KeyStem, cancellationToken))
        {
            if (order.Owns(upload.Key))
            {
                open.Add(upload);
            }
        }

        foreach (var upload in open)
        {
            await store.AbortAsync(upload, cancellationToken);
        }
    }

    /// <summary>Clears the checkpoint of a day that was found sealed: it is there when a run was cut off between sealing and
    /// forgetting, or could not end the day's uploads.</summary>
    /// <remarks>One listing serves all days of the run: there are as many checkpoints as unfinished days, hardly ever any.</remarks>
    public async Task ClearSealedAsync(PackingOrder order, CancellationToken cancellationToken)
    {
        checkpoints ??= await ListCheckpointsAsync(cancellationToken);
        if (checkpoints.TryGetValue(order.CheckpointKey, out var etag))
        {
            await EndUploadsAsync(order, cancellationToken);
            await store.TryDeleteAsync(order.CheckpointKey, WriteCondition.Unchanged(etag), cancellationToken);
        }

        if (checkpoints.TryGetValue(order.ExportRecordKey, out var recordTag))
        {
            await ExportedFiles.DeleteAsync(store, order.ExportPrefix, cancellationToken);
            await store.TryDeleteAsync(order.ExportRecordKey, WriteCondition.Unchanged(recordTag), cancellationToken);
        }
    }

    private async Task<Dictionary<string, string>> ListCheckpointsAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var stored in store.ListAsync(checkpointPrefix, cancellationToken))
        {
            found[stored.Key] = stored.ETag;
        }

        return found;
    }
}
