using System.Text.Json.Serialization;

namespace LogArchiver.Outcome;

/// <summary>What became of retention, as the summary tells it to machines.</summary>
internal sealed record RetentionDocument
{
    /// <summary>How many groups are so.</summary>
    public required int Set { get; init; }

    public required int Planned { get; init; }

    public required int Kept { get; init; }

    public required int NotSet { get; init; }

    public required int Refused { get; init; }

    /// <summary>The groups, without those that are as they should be.</summary>
    public required IReadOnlyList<RetentionEntry> Groups { get; init; }

    /// <summary>How many groups the list had to leave out; absent when it is whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GroupsLeftOut { get; init; }

    /// <summary>Null where no retention was to be set.</summary>
    /// <param name="outcomes">What became of each group.</param>
    /// <param name="fits">Says of an entry whether there is room for it; asked in the order of their importance.</param>
    public static RetentionDocument? Of(IReadOnlyList<RetentionOutcome> outcomes, Predicate<RetentionEntry> fits)
    {
        if (outcomes.Count == 0)
        {
            return null;
        }

        var entries = outcomes.Where(outcome => outcome.State != RetentionState.Kept)
            .OrderBy(outcome => outcome.State == RetentionState.Refused ? 0 : 1).ThenBy(outcome => outcome.State)
            .Select(outcome => new RetentionEntry(outcome.Group, outcome.State, outcome.FromDays, outcome.ToDays, outcome.Reason)).ToArray();
        var kept = entries.TakeWhile(entry => fits(entry)).ToArray();
        return new RetentionDocument
        {
            Set = Count(RetentionState.Set),
            Planned = Count(RetentionState.Planned),
            Kept = Count(RetentionState.Kept),
            NotSet = Count(RetentionState.NotSet),
            Refused = Count(RetentionState.Refused),
            Groups = kept,
            GroupsLeftOut = kept.Length < entries.Length ? entries.Length - kept.Length : null,
        };

        int Count(RetentionState state) => outcomes.Count(outcome => outcome.State == state);
    }
}

/// <summary>What became of one group's retention. <c>fromDays</c> is null where events never expired.</summary>
internal sealed record RetentionEntry(
    string Group,
    RetentionState State,
    int? FromDays,
    int ToDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
