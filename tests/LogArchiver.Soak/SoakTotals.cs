using LogArchiver.Outcome;
using LogArchiver.Soak.Chaos;

namespace LogArchiver.Soak;

/// <summary>What a soak has come to so far.</summary>
public sealed class SoakTotals
{
    /// <summary>Days archived and found right.</summary>
    public int Days { get; set; }

    /// <summary>Events in them, each there once.</summary>
    public long Events { get; set; }

    /// <summary>Runs with faults.</summary>
    public int Attempts { get; set; }

    /// <summary>Processes killed.</summary>
    public int Kills { get; set; }

    /// <summary>Runs that paused the day, for the next to go on with.</summary>
    public int Pauses { get; set; }

    /// <summary>Runs in which the day failed.</summary>
    public int Failures { get; set; }

    /// <summary>What was made to go wrong.</summary>
    public TroubleTally Faults { get; } = new();

    /// <summary>Counts how an attempt ended.</summary>
    public void Count(DayOutcome outcome)
    {
        Pauses += outcome.Ending == Ending.Paused ? 1 : 0;
        Failures += outcome.Ending == Ending.Failed ? 1 : 0;
    }

    /// <summary>One line.</summary>
    public override string ToString() =>
        $"{Days:N0} days with {Events:N0} events, none lost and none twice; {Attempts:N0} troubled runs, {Kills:N0} killed, {Pauses:N0} paused, "
        + $"{Failures:N0} failed; {Faults.Total:N0} faults: {string.Join(", ", Faults.Counts.Select(pair => $"{pair.Value:N0} {pair.Key}"))}";
}
