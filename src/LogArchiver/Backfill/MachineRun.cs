using System.Text.Json;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Backfill;

/// <summary>The two ends of a run of the state machine: writes down what it has to do, and reads what came of it.</summary>
/// <param name="archiver">Finds groups, and days without a seal.</param>
/// <param name="store">The bucket.</param>
/// <param name="clock">The time.</param>
public sealed class MachineRun(Archiver archiver, IArchiveStore store, TimeProvider clock)
{
    private const string MediaType = "application/json";

    /// <summary>Failures and warnings that the answer to planning names, each of at most <see cref="RunText.MessageChars"/>.</summary>
    private const int MostNamed = 25;

    /// <summary>A manifest names some 30 files at most: 100,000 results of 60 KB in files of 5 GB.</summary>
    private const int MaxManifestBytes = 1 << 20;

    /// <summary>Writes tries of a summary: it is written by this run alone, and by an attempt that was thought dead.</summary>
    private const int SummaryWrites = 3;

    /// <summary>Does one step.</summary>
    /// <returns>The answer, JSON.</returns>
    /// <exception cref="BadRequestException">The run would be too large.</exception>
    /// <exception cref="ServiceFaultException">A service refused or failed.</exception>
    public async Task<byte[]> DoAsync(MachineStep step, ArchivePlan plan, CancellationToken cancellationToken) => step.Kind == MachineStepKind.Plan
        ? (await PlanAsync(step, plan, cancellationToken)).ToJson()
        : (await SummariseAsync(step, plan, cancellationToken)).ToJson();

    /// <summary>Finds what is to be done, and writes it down: days without a seal, or for a daily run, groups.</summary>
    public async Task<PlannedRun> PlanAsync(MachineStep step, ArchivePlan plan, CancellationToken cancellationToken)
    {
        var items = new ItemList(plan, step.Request);
        if (!plan.LooksBack)
        {
            var agenda = await archiver.FindUnsealedAsync(plan, cancellationToken);
            var planned = Answer(step, plan, agenda) with { AlreadySealed = agenda.Sealed, Gone = agenda.Gone, GroupsLeftOut = agenda.GroupsLeftOut };
            return await WriteAsync(planned, plan, agenda.Count, () => items.OfDays(agenda.Days), cancellationToken);
        }

        var found = await archiver.FindGroupsAsync(plan, cancellationToken);
        var readable = found.Groups.Where(group => Discover.Readability.ReasonToSkip(group, plan.ExportTasks) is null).ToList();
        var daily = Answer(step, plan, new BackfillAgenda
        {
            Days = [], Groups = found.Groups.Count, Sealed = 0, Gone = 0, GroupsLeftOut = 0, Failures = found.Failures, Warnings = found.Warnings,
        }) with { GroupsLeftOut = found.Groups.Count - readable.Count };
        var scheduled = step.Request.ScheduledTime ?? clock.GetUtcNow();
        return await WriteAsync(daily, plan, readable.Count, () => items.OfGroups(readable, scheduled), cancellationToken);
    }

    /// <summary>Adds up how the days ended, and writes it down.</summary>
    public async Task<RunSummary> SummariseAsync(MachineStep step, ArchivePlan plan, CancellationToken cancellationToken)
    {
        var tally = new RunTally(step);
        if (step.ResultsKey is { } key)
        {
            try
            {
                await ReadAsync(tally, key, cancellationToken);
            }
            catch (JsonException problem)
            {
                throw Unreadable(key, problem.Message, problem);
            }
        }

        var summary = tally.Sum($"{ArchiveLayout.Of(plan).RunPrefixOf(step.Run)}summary.json");
        await StoreAsync(summary, cancellationToken);
        return summary.Naming(RunSummary.AnsweredFailures);
    }

    private static PlannedRun Answer(MachineStep step, ArchivePlan plan, BackfillAgenda agenda) => new()
    {
        Bucket = plan.Bucket,
        ItemsKey = null,
        ResultsPrefix = $"{ArchiveLayout.Of(plan).RunPrefixOf(step.Run)}results",
        Items = 0,
        Concurrency = plan.Concurrency,
        Groups = agenda.Groups,
        Days = agenda.Count,
        AlreadySealed = 0,
        Gone = 0,
        GroupsLeftOut = 0,
        Failures = [.. agenda.Failures.Take(MostNamed).Select(FailedItem.Of)],
        FailuresLeftOut = Math.Max(agenda.Failures.Count - MostNamed, 0),
        Warnings = RunText.Bounded(agenda.Warnings, MostNamed),
    };

    private async Task<PlannedRun> WriteAsync(
        PlannedRun planned, ArchivePlan plan, int count, Func<byte[]> list, CancellationToken cancellationToken)
    {
        if (count > ItemList.MaxItems)
        {
            throw new BadRequestException([new RequestFault(
                Settings.From.Name, $"{count:N0} days are to be archived, more than one run of the state machine takes.",
                $"fewer dates or fewer groups, together at most {ItemList.MaxItems:N0} days that are not archived yet")]);
        }

        if (count == 0 || plan.DryRun)
        {
            return planned with { Days = count };
        }

        var content = list();
        var key = $"{planned.ResultsPrefix[..^"results".Length]}{ItemList.NameOf(content)}";
        // Null means that it is there, by an attempt whose answer was lost: the name stands for the contents.
        await store.TryPutAsync(key, content, MediaType, WriteCondition.Absent, cancellationToken);
        return planned with { ItemsKey = key, Items = count, Days = count };
    }

    private async Task ReadAsync(RunTally tally, string key, CancellationToken cancellationToken)
    {
        var stored = await store.TryReadAsync(key, MaxManifestBytes, cancellationToken) ?? throw Unreadable(key, "there is no such object");
        var files = JsonSerializer.Deserialize(stored.Content.Span, BackfillJson.Told.ResultManifest)?.Files
            ?? throw new JsonException("it holds no list of files");
        await ReadFilesAsync(files.Succeeded, tally.AddSucceeded, cancellationToken);
        await ReadFilesAsync(files.Failed, tally.AddFailed, cancellationToken);
        await ReadFilesAsync(files.Pending, tally.AddFailed, cancellationToken);
    }

    private async Task ReadFilesAsync(IReadOnlyList<ResultFile>? files, Action<ItemResult> add, CancellationToken cancellationToken)
    {
        foreach (var file in files ?? [])
        {
            await using var stream = await store.TryOpenAsync(file.Key, cancellationToken) ?? throw Unreadable(file.Key, "there is no such object");
            await foreach (var result in JsonSerializer.DeserializeAsyncEnumerable(stream, BackfillJson.Told.ItemResult, cancellationToken))
            {
                add(result ?? throw new JsonException($"{file.Key} holds a null"));
            }
        }
    }

    private async Task StoreAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        var content = summary.Naming(RunSummary.StoredFailures).ToJson();
        for (var i = 0; i < SummaryWrites; i++)
        {
            var condition = await store.TryDescribeAsync(summary.SummaryKey, cancellationToken) is { } before
                ? WriteCondition.Unchanged(before.ETag)
                : WriteCondition.Absent;
            if (await store.TryPutAsync(summary.SummaryKey, content, MediaType, condition, cancellationToken) is not null)
            {
                return;
            }
        }

        throw Unreadable(summary.SummaryKey, "another run writes it at the same time; are two executions of one name under way?");
    }

    private static ServiceFaultException Unreadable(string key, string problem, Exception? inner = null) => new(
        FaultKind.Permanent, "S3", nameof(Stage.Discover), "UnreadableResults", $"The results of the state machine, {key}, cannot be used: {problem}.", inner)
    {
        Subject = key,
    };
}
