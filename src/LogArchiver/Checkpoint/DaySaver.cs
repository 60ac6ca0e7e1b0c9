using LogArchiver.Outcome;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Checkpoint;

/// <summary>Puts the progress of a day where the next invocation finds it, takes up what an earlier one left, and clears it away when the
/// day's objects are complete.</summary>
internal sealed class DaySaver(PackingOrder order, IArchiveStore store, DayWatch watch)
{
    private readonly CheckpointStore checkpoints = new(store, order.CheckpointKey);
    private OpenUpload? savedUpload;

    /// <summary>What an earlier invocation left, if it is of the same plan and still whole; what is not is put away.</summary>
    public async Task<(DayCheckpoint Checkpoint, byte[] Tail)?> TryResumeAsync(TimeWindow window, CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Seal, order.CheckpointKey);
        var loaded = await checkpoints.TryLoadAsync(order.Fingerprint, upload => store.AbortAsync(upload, cancellationToken), cancellationToken);
        if (loaded is not { } found)
        {
            return null;
        }

        if (await checkpoints.IsStaleAsync(found.Checkpoint, window.EndMs, cancellationToken))
        {
            foreach (var upload in found.Checkpoint.Uploads)
            {
                await store.AbortAsync(upload, cancellationToken);
            }

            return null;
        }

        savedUpload = found.Checkpoint.Current.Upload;
        return found;
    }

    /// <summary>Saves the progress.</summary>
    /// <exception cref="OvertakenException">Another run has saved its own since.</exception>
    public async Task SaveAsync(DayCheckpoint checkpoint, byte[] tail, CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Seal, order.CheckpointKey);
        try
        {
            await checkpoints.SaveAsync(checkpoint, tail, cancellationToken);
            savedUpload = checkpoint.Current.Upload;
        }
        catch (OvertakenException) when (checkpoint.Current.Upload is { } own && own != savedUpload)
        {
            // No checkpoint speaks of it, and the run that was faster may have ended the day's uploads already.
            await store.AbortAsync(own, cancellationToken);
            throw;
        }
    }

    /// <summary>Clears away what working on the day left, all of it, now that its objects are complete. The remark says what could not be.</summary>
    /// <param name="leftOvers">Ends what was begun under the day's keys and is still open.</param>
    /// <param name="finished">The progress at the end.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<string?> TidyAsync(LeftOvers leftOvers, DayCheckpoint finished, CancellationToken cancellationToken) =>
        await EndUploadsAsync(leftOvers, finished, cancellationToken)
            ?? await Remark.OfAsync(() => ForgetAsync(cancellationToken), "Its checkpoint could not be removed");

    /// <summary>Ends what was begun under the day's keys and is still open, now that its objects are complete. Where that fails, the
    /// day is none the worse: a checkpoint that nobody goes on from stays for the next run to do it, and the remark says so.</summary>
    public async Task<string?> EndUploadsAsync(LeftOvers leftOvers, DayCheckpoint finished, CancellationToken cancellationToken)
    {
        watch.Enter(Stage.Upload, order.Key);
        try
        {
            await leftOvers.EndUploadsAsync(order, cancellationToken);
            return null;
        }
        catch (ServiceFaultException fault)
        {
            // Where the permission is missing, the next run would fare no better.
            if (fault.Kind != FaultKind.AccessDenied && !checkpoints.IsStored)
            {
                await SaveAsync(finished with { Fingerprint = order.Fingerprint + " finished" }, [], cancellationToken);
            }

            return Remark.Of("Uploads that other runs left unfinished could not be ended", fault);
        }
    }

    /// <summary>Clears the checkpoint.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) => checkpoints.DeleteAsync(cancellationToken);
}
