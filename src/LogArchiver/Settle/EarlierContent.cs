using LogArchiver.Filter;
using LogArchiver.Pack;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver.Settle;

/// <summary>What an earlier archive of the day holds, brought together with what is packed now.</summary>
internal abstract class EarlierContent : IAsyncDisposable
{
    /// <summary>What it has come to.</summary>
    public SettleTally Tally { get; protected set; } = SettleTally.None;

    /// <summary>The content of an archive.</summary>
    public static EarlierContent Of(EarlierArchive archive, IArchiveStore store, ScratchSpace scratch, ArchiverLimits limits)
    {
        // Of a day that another run was writing, the manifest knows the objects and not the sum of their lines.
        Action<Damage> damaged = archive.IsAsSealed
            ? DamagedArchiveException.Throw
            : damage =>
            {
                if (damage.Key is not null)
                {
                    DamagedArchiveException.Throw(damage);
                }
            };
        var manifest = archive.IsAsSealed ? archive.Manifest : archive.Manifest with { RawSha256 = null };
        return archive.Manifest.Format == "ndjson"
            ? new EarlierEvents(from => new ArchivedEvents(store, manifest, scratch, damaged, from), archive.Manifest.RulesOf(), limits)
            : new EarlierLines(new DayLines(store, manifest, damaged));
    }

    /// <summary>Goes on where an earlier invocation ended.</summary>
    public virtual Task GoOnAsync(long positionMs, SettleTally tally, CancellationToken cancellationToken)
    {
        Tally = tally;
        return Task.CompletedTask;
    }

    /// <summary>Packs a stretch of the day: the source's events and what belongs between them.</summary>
    /// <returns>Everything before has been packed: <paramref name="endMs"/>, or less when time runs out.</returns>
    public abstract Task<long> PackAsync(DayObjects objects, EventCursor source, long startMs, long endMs, RunTokens tokens);

    /// <summary>Sees a file that has been packed, before it is sent.</summary>
    public abstract Task SeeAsync(PackedFile file, CancellationToken cancellationToken);

    /// <summary>Whether everything it holds is in what was packed; once all of the day has been.</summary>
    public abstract Task<bool> IsKeptAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>Events, of <c>ndjson</c>: they are merged with those of the source.</summary>
/// <param name="open">Opens the archive; events before a millisecond are passed over.</param>
/// <param name="rules">Rules by which the day's events were chosen: what they drop did not come late.</param>
/// <param name="limits">The limits.</param>
internal sealed class EarlierEvents(Func<long, ArchivedEvents> open, EventRules rules, ArchiverLimits limits) : EarlierContent
{
    private readonly EventFilter? filter = rules.IsEmpty ? null : new EventFilter(rules);
    private ArchivedEvents? events;

    public override async Task<long> PackAsync(DayObjects objects, EventCursor source, long startMs, long endMs, RunTokens tokens)
    {
        events ??= open(startMs);
        var union = new UnionCursor(source, one => filter?.TryDrop(one) is null);
        var packedUpTo = startMs;
        while (packedUpTo < endMs)
        {
            // As much as the source's runs may take: the two of them together are what a slice of another day takes.
            var upTo = Math.Min(endMs, await events.AdvanceAsync(endMs, limits.RunBytes, tokens.StopNow));
            using var walk = events.Walk(packedUpTo, upTo, limits.MergeBufferBytes);
            union.Extend(walk, upTo);
            packedUpTo = objects.Append(union, upTo, tokens);
            if (packedUpTo < upTo)
            {
                break;
            }
        }

        events.Forget(packedUpTo);
        Tally = Tally.And(union.Tally);
        return packedUpTo;
    }

    public override Task SeeAsync(PackedFile file, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>They were merged, so none can be missing.</summary>
    public override Task<bool> IsKeptAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public override ValueTask DisposeAsync() => events?.DisposeAsync() ?? ValueTask.CompletedTask;
}
