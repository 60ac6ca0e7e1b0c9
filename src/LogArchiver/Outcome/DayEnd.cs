using LogArchiver.Seal;

namespace LogArchiver.Outcome;

/// <summary>Says how a day ended. Pure.</summary>
internal sealed class DayEnd(GroupDay day, string manifestKey)
{
    /// <summary>With this ending, and nothing known of its contents.</summary>
    public DayOutcome As(Ending ending) => new()
    {
        Group = day.Group.Name,
        Date = day.Date,
        Window = day.Window,
        Ending = ending,
        ManifestKey = manifestKey,
    };

    /// <summary>Sealed, with the contents of its manifest.</summary>
    public DayOutcome Sealed(Manifest manifest, Ending ending) => As(ending) with
    {
        Events = manifest.Events,
        DroppedEvents = manifest.DroppedEvents,
        RawBytes = manifest.RawBytes,
        StoredBytes = manifest.StoredBytes,
        ObjectKey = manifest.Objects.Count > 0 ? manifest.Objects[0].Key : null,
    };

    /// <summary>Out of time, somewhere in the day.</summary>
    public DayOutcome Paused(DayWork work) => As(Ending.Paused) with
    {
        Reason = $"out of time at {work.Position:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} of the day; the next run goes on from there",
        Events = work.Objects.Totals.Events,
        DroppedEvents = work.Objects.Totals.DroppedEvents,
        RawBytes = work.Objects.Totals.RawBytes,
    };
}
