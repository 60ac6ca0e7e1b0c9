namespace LogArchiver.Plan;

/// <summary>What someone asked for, as they typed it: values by setting, each with where it came from, and the faults met
/// while reading them. <see cref="Planner"/> judges it.</summary>
public sealed record ArchiveRequest
{
    /// <summary>What was given, by the setting's name (<c>bucket</c>, <c>timeZone</c>, …).</summary>
    public IReadOnlyDictionary<string, GivenValue> Values { get; init; } =
        new Dictionary<string, GivenValue>(StringComparer.Ordinal);

    /// <summary>When the schedule meant the run to happen; null when it was not said. "Yesterday" counts from here, so that a
    /// late retry archives the same day.</summary>
    public DateTimeOffset? ScheduledTime { get; init; }

    /// <summary>What was wrong already when it was read: unknown fields, values of the wrong kind.</summary>
    public IReadOnlyList<RequestFault> Faults { get; init; } = [];

    /// <summary>This request, with whatever the other gives instead of its own. Which dates are meant is one choice: a date, a
    /// range or a number of days in the other replaces any of them here.</summary>
    public ArchiveRequest OverriddenBy(ArchiveRequest other)
    {
        var values = new Dictionary<string, GivenValue>(Values, StringComparer.Ordinal);
        if (Settings.Dates.Any(setting => other.Values.ContainsKey(setting.Name)))
        {
            foreach (var setting in Settings.Dates)
            {
                values.Remove(setting.Name);
            }
        }

        foreach (var (name, value) in other.Values)
        {
            values[name] = value;
        }

        return new ArchiveRequest
        {
            Values = values,
            ScheduledTime = other.ScheduledTime ?? ScheduledTime,
            Faults = [.. Faults, .. other.Faults],
        };
    }
}

/// <summary>What was given for a setting.</summary>
/// <param name="Texts">One text, or several where the setting is a list.</param>
/// <param name="Origin">Where it was given, as its author would look for it: <c>environment variable LOGARCHIVER_BUCKET</c>,
/// <c>payload field "bucket"</c>, <c>option --bucket</c>.</param>
public sealed record GivenValue(IReadOnlyList<string> Texts, string Origin);

/// <summary>One thing wrong with a request.</summary>
/// <param name="Setting">The setting or field.</param>
/// <param name="Problem">What is wrong with it, the value given included.</param>
/// <param name="Accepted">What would be accepted.</param>
public sealed record RequestFault(string Setting, string Problem, string Accepted);

/// <summary>The request cannot be made into a plan. Carries every fault found, not the first.</summary>
public sealed class BadRequestException(IReadOnlyList<RequestFault> faults)
    : Exception(string.Join('\n', faults.Select(fault => $"{fault.Setting}: {fault.Problem} Accepted: {fault.Accepted}.")))
{
    /// <summary>The faults, in the order in which they were found.</summary>
    public IReadOnlyList<RequestFault> Faults { get; } = faults;
}
