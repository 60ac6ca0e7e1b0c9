using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Retain;

namespace LogArchiver.Estimate;

/// <summary>What a run would do, and about what it would take.</summary>
public sealed record RangeEstimate
{
    /// <summary>Seconds of an invocation in which days are worked on: 900 less the twentieth that is kept for finishing.</summary>
    public const double SecondsOfInvocation = 855;

    /// <summary>States that an execution of the state machine goes through beside its items.</summary>
    public const int StatesOfAnExecution = 6;

    /// <summary>Pages of events that sampling a group takes at most; mostly it takes three.</summary>
    public const int MostSampledPages = VolumeSampler.MostDays * VolumeSampler.MostPlaces * VolumeSampler.MostPages;

    /// <summary>The groups, by name.</summary>
    public required IReadOnlyList<GroupEstimate> Groups { get; init; }

    /// <summary>One failed outcome for each group that was named and cannot be looked at.</summary>
    public required IReadOnlyList<DayOutcome> Failures { get; init; }

    /// <summary>Payloads that the state machine would work through: a day each, or in a daily run a group each.</summary>
    public required int Items { get; init; }

    /// <summary>How many of them it works on at once, each at that part of the pace.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Remarks for the person who reads.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The retention that groups are to have, in days; null where none is to be set.</summary>
    public int? WantedRetentionDays { get; init; }

    /// <summary>The Region, whose quotas give the pace.</summary>
    public required string Region { get; init; }

    /// <summary>The share of them that is used.</summary>
    public required double PaceShare { get; init; }

    /// <summary>Memory of the function, in MiB.</summary>
    public required int MemoryMB { get; init; }

    /// <summary>The prices.</summary>
    public required PriceList Prices { get; init; }

    /// <summary>Pages of events that were read for a sample.</summary>
    public required long SampledPages { get; init; }

    /// <summary>The whole of it, as far as it is known.</summary>
    public Workload Work => Workload.Sum(Groups.Select(group => group.Work));

    /// <summary>Days on which something would be done that nothing is known of; they are in no sum.</summary>
    public int UnknownDays => Groups.Sum(group => group.UnknownDays);

    /// <summary>Invocations of 15 minutes, one after another.</summary>
    public long Invocations => (long)Math.Ceiling(Work.Seconds / SecondsOfInvocation);

    /// <summary>What it costs.</summary>
    public Bill Bill => Bill.Of(Work, Invocations, Transitions, MemoryMB, Prices);

    /// <summary>Steps of the state machine, were it to do the work: at most, but for days that fail and are tried again, and exports that are
    /// waited for. An item is a state and, since AWS's texts leave open whether it counts, its start; a pause is a step more.</summary>
    public double Transitions => Items == 0 ? 0 : StatesOfAnExecution + (2.0 * Items) + Math.Floor(Work.Seconds * Concurrency / SecondsOfInvocation);

    /// <summary>How many days would end so.</summary>
    public int Count(DayFate fate) => Groups.Sum(group => group.Days.Count(day => day.Fate == fate));
}

/// <summary>The same of one group.</summary>
public sealed record GroupEstimate
{
    /// <summary>The group.</summary>
    public required LogGroup Group { get; init; }

    /// <summary>The days, oldest first.</summary>
    public required IReadOnlyList<DayEstimate> Days { get; init; }

    /// <summary>What a whole day holds; null where nothing tells, and where no day is to be read.</summary>
    public DayVolume? Volume { get; init; }

    /// <summary>The reader it will get; null where no day is to be read, or not enough is known.</summary>
    public ReaderKind? Reader { get; init; }

    /// <summary>What would become of the group's retention once all of this is done; null where none is to be set.</summary>
    public RetentionDecision? Retention { get; init; }

    /// <summary>What the days take that are known.</summary>
    public required Workload Work { get; init; }

    /// <summary>Days on which something would be done that nothing is known of.</summary>
    public int UnknownDays => Volume is null ? Days.Count(day => day.Fate.NeedsVolume()) : 0;
}

/// <summary>What becomes of a day.</summary>
/// <param name="Date">The date and its stretch of time.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Left">The share of the day that retention has left, from 0 to 1.</param>
public sealed record DayEstimate(PlannedDate Date, DayFate Fate, double Left);

/// <summary>What becomes of a day in a run.</summary>
public enum DayFate
{
    /// <summary>It is archived, and CloudWatch has all of it.</summary>
    Archive,

    /// <summary>It was begun; the run goes on from its checkpoint.</summary>
    Paused,

    /// <summary>It is archived as far as retention has left it.</summary>
    PartlyGone,

    /// <summary>It is before its group was made: archived as an empty day, unless older events were sent to the group.</summary>
    BeforeGroup,

    /// <summary>It is sealed, and read again for late events.</summary>
    Settle,

    /// <summary>It is sealed: nothing is done.</summary>
    Sealed,

    /// <summary>Retention has passed it: gone for good.</summary>
    Gone,

    /// <summary>The group's class cannot be read, or not without export tasks.</summary>
    Unreadable,
}

/// <summary>What a fate means.</summary>
public static class DayFates
{
    /// <summary>Whether the day is read, so that what it holds matters.</summary>
    public static bool NeedsVolume(this DayFate fate) =>
        fate is DayFate.Archive or DayFate.Paused or DayFate.PartlyGone or DayFate.Settle;

    /// <summary>Whether the day gets a manifest that it has not yet.</summary>
    public static bool IsArchived(this DayFate fate) =>
        fate is DayFate.Archive or DayFate.Paused or DayFate.PartlyGone or DayFate.BeforeGroup;
}
