using System.Globalization;
using LogArchiver.Estimate;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Planning;

/// <summary>What a reader must know to trust the figures no more than they deserve. Pure.</summary>
internal static class PlanNotes
{
    /// <summary>The remarks that apply, the weightiest first.</summary>
    public static IEnumerable<string> Of(ArchivePlan plan, RangeEstimate estimate)
    {
        if (estimate.UnknownDays > 0)
        {
            yield return $"{Days(estimate.UnknownDays)} in no sum: nothing tells how much they hold.{(estimate.SampledPages == 0 ? " --sample looks." : "")}";
        }

        foreach (var basis in Enum.GetValues<VolumeBasis>().Where(basis => estimate.Groups.Any(group => group.Volume?.Basis == basis)))
        {
            yield return Explanation(basis, estimate);
        }

        if (estimate.Count(DayFate.Paused) > 0)
        {
            yield return "Paused days are counted whole, though a part of each is done.";
        }

        if (!plan.Rules.IsEmpty && estimate.Groups.Any(group => group.Volume is { Basis: not VolumeBasis.Manifests }))
        {
            yield return "What the filters will drop is not known: files and storage come out too large where no manifest tells.";
        }

        if (estimate.Work.ExportTasks > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Export tasks: {estimate.Work.ExportTasks:N0}, one at a time in the account, begun 12 hours after a day's end at the earliest. How long each takes nobody "
                + $"says, and it is not in the time; a night gets through two or three. No price of them was found, so none is in the cost; of the files that they "
                + $"write in between, one a day is.");
        }

        if (estimate.Items > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"State machine: at most {Math.Ceiling(estimate.Transitions):N0} transitions, those of days that fail and are tried again left out. It works on "
                + $"{estimate.Concurrency} at once, which share the pace: where the pace is what takes the time, Lambda then costs up to {estimate.Concurrency} times as much.");
        }

        yield return "Time: assumed are 0.2 s for an answer and 1 s for a day beside its pages, and what a processor did in our measurements.";
        yield return Prices(estimate);
    }

    /// <summary>What a figure stands on, in a word.</summary>
    public static string Word(VolumeBasis basis) => basis switch
    {
        VolumeBasis.Manifests => "manifests",
        VolumeBasis.Sample => "sample",
        VolumeBasis.HeldBytes => "held bytes",
        _ => "facts",
    };

    private static string Explanation(VolumeBasis basis, RangeEstimate estimate) => basis switch
    {
        VolumeBasis.Manifests => "manifests: what archived days of the group came to, those next to the range.",
        VolumeBasis.Sample => string.Create(
            CultureInfo.InvariantCulture,
            $"sample: {estimate.SampledPages:N0} pages were read here and there; how well the lines compress is assumed."),
        _ => "held bytes: what CloudWatch Logs says the group holds, divided by the days it holds. That figure lags, and AWS does not say "
            + $"whether it is before or after compression; if after, days hold {Times(estimate)} times as much. The length of messages, and how well they "
            + "compress, are assumed. --sample looks closer.",
    };

    private static string Prices(RangeEstimate estimate)
    {
        var prices = estimate.Prices;
        var share = (prices.CloudWatchLogs.StoredShare * 100).ToString("0.#", CultureInfo.InvariantCulture);
        var elsewhere = prices.Region == estimate.Region ? "" : $" {estimate.Region}'s differ.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Prices: {prices.Region}'s of {prices.Date:yyyy-MM-dd}{(prices.Source is { } source ? $" ({source})" : "")}, without free tiers, taxes and discounts.{elsewhere} CloudWatch Logs is reckoned at {share} % of "
            + $"the events' size, since it compresses what it keeps; ingestion is paid in any case.");
    }

    private static string Times(RangeEstimate estimate) => estimate.Prices.CloudWatchLogs.StoredShare is > 0 and var share
        ? (1 / share).ToString("0.#", CultureInfo.InvariantCulture)
        : "several";

    private static string Days(int days) => days == 1 ? "1 day is" : string.Create(CultureInfo.InvariantCulture, $"{days:N0} days are");
}
