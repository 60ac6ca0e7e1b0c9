using System.Text;
using System.Text.Json;

namespace LogArchiver.Backfill;

/// <summary>How a run of the state machine ended: the answer to summing up, and, with every failure named, the run's
/// <c>summary.json</c>.</summary>
public sealed record RunSummary
{
    /// <summary>Failures that the answer names: with their messages at most 50 × 0.7 KB × 4 bytes, well below the 256 KiB of a state.</summary>
    public const int AnsweredFailures = 50;

    /// <summary>Failures that <c>summary.json</c> names: some 10 MB of memory at most. The state machine's own files have them all.</summary>
    public const int StoredFailures = 10_000;

    /// <summary>Failures that the report names: what fits a screen and a mail.</summary>
    public const int ReportedFailures = 10;

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>Payloads that succeeded.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Days and groups that failed; the state machine's run fails when there are any.</summary>
    public required long Failed { get; init; }

    /// <summary>Days that had a seal when the run was planned.</summary>
    public required int SealedBefore { get; init; }

    /// <summary>Days whose events retention had deleted.</summary>
    public required int Gone { get; init; }

    /// <summary>Sums over the payloads that succeeded.</summary>
    public required ItemTotals Totals { get; init; }

    /// <summary>The failures, those found first.</summary>
    public required IReadOnlyList<FailedItem> Failures { get; init; }

    /// <summary>How many more there are.</summary>
    public required long FailuresLeftOut { get; init; }

    /// <summary>What failed, for a person; empty when nothing did.</summary>
    public required string Report { get; init; }

    /// <summary>The key of <c>summary.json</c>.</summary>
    public required string SummaryKey { get; init; }

    /// <summary>This with no more than so many failures named.</summary>
    public RunSummary Naming(int most) => Failures.Count <= most ? this
        : this with { Failures = [.. Failures.Take(most)], FailuresLeftOut = FailuresLeftOut + Failures.Count - most };

    /// <summary>Reads the output of an execution; null when it is none of a summary.</summary>
    public static RunSummary? TryParse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, BackfillJson.Told.RunSummary);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As JSON, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackfillJson.Told.RunSummary);

    /// <summary>The report of failures. Pure.</summary>
    internal static string ReportOf(long failed, IReadOnlyList<FailedItem> failures, string summaryKey)
    {
        if (failed == 0)
        {
            return "";
        }

        var report = new StringBuilder($"{failed:N0} {(failed == 1 ? "day or group" : "days or groups")} failed; all others are done:");
        foreach (var failure in failures.Take(ReportedFailures))
        {
            report.Append($"\n- {failure.Group}{(failure.Date is { } date ? $" {date:yyyy-MM-dd}" : "")}: {failure.Error}: {failure.Message}");
        }

        if (failed > ReportedFailures)
        {
            report.Append($"\n… and {failed - ReportedFailures:N0} more, in {summaryKey}.");
        }

        return report.Append("\nMend the causes and start the same run again: it does only what is missing.").ToString();
    }
}

/// <summary>Adds results up as they are read. Bounded: failures beyond <see cref="RunSummary.StoredFailures"/> are only counted.</summary>
internal sealed class RunTally(MachineStep step)
{
    private readonly List<FailedItem> failures = [.. step.Planned?.Failures ?? []];
    private ItemTotals totals = new();
    private long succeeded;
    private long failed = (step.Planned?.Failures.Count ?? 0) + (step.Planned?.FailuresLeftOut ?? 0);

    /// <summary>Counts an item that succeeded.</summary>
    /// <exception cref="JsonException">Its output is no summary.</exception>
    public void AddSucceeded(ItemResult result)
    {
        var answer = result.Output is { } output ? JsonSerializer.Deserialize(output, BackfillJson.Told.ItemAnswer) : null;
        totals = totals.Plus(answer?.Totals ?? throw new JsonException("an item's output holds no totals"));
        succeeded++;
    }

    /// <summary>Counts an item that failed, or was never begun.</summary>
    public void AddFailed(ItemResult result)
    {
        failed++;
        if (failures.Count < RunSummary.StoredFailures)
        {
            failures.Add(result.ToFailure());
        }
    }

    /// <summary>The summary of all.</summary>
    public RunSummary Sum(string summaryKey) => new()
    {
        Run = step.Run,
        Succeeded = succeeded,
        Failed = failed,
        SealedBefore = step.Planned?.AlreadySealed ?? 0,
        Gone = step.Planned?.Gone ?? 0,
        Totals = totals,
        Failures = failures,
        FailuresLeftOut = failed - failures.Count,
        Report = RunSummary.ReportOf(failed, failures, summaryKey),
        SummaryKey = summaryKey,
    };
}
