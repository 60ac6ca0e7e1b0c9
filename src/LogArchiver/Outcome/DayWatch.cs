using LogArchiver.Read;

namespace LogArchiver.Outcome;

/// <summary>Watches one day: at which stage it is and what it is busy with, so that a fault can say where it happened; how long it
/// has taken; and tells whoever wants to see it move. A slice is read while another is packed: the stage is then that of packing, and
/// the reading shows in its counts.</summary>
internal sealed class DayWatch(GroupDay day, RequestTally requests, TimeProvider clock, IProgress<DayProgress>? progress)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly long began = clock.GetTimestamp();
    private long? reported;
    private (long Events, long WireBytes) slicesBefore;
    private (long Events, long WireBytes) slice;

    public Stage Stage { get; private set; } = Stage.Plan;

    /// <summary>What the stage is busy with: a group, a key, a folder.</summary>
    public string Subject { get; private set; } = day.Group.Name;

    public DateTimeOffset Now => clock.GetUtcNow();

    public TimeSpan Elapsed => clock.GetElapsedTime(began);

    /// <summary>The requests made for the day so far.</summary>
    public RequestCounts Requests => requests.Snapshot();

    public void Enter(Stage stage, string subject)
    {
        lock (gate)
        {
            (Stage, Subject) = (stage, subject);
            Tell();
        }
    }

    /// <summary>Takes note of a page; tells of it at most five times a second.</summary>
    public void Report(SliceRead read)
    {
        lock (gate)
        {
            slice = (read.Events, read.WireBytes);
            if (reported is null || clock.GetElapsedTime(reported.Value) >= BetweenReports)
            {
                Tell();
            }
        }
    }

    /// <summary>Ends a slice: what follows is counted on top.</summary>
    public void KeepTally()
    {
        lock (gate)
        {
            slicesBefore = (slicesBefore.Events + slice.Events, slicesBefore.WireBytes + slice.WireBytes);
            slice = default;
        }
    }

    private void Tell()
    {
        reported = clock.GetTimestamp();
        progress?.Report(new DayProgress(day.Group.Name, day.Date, Stage, slicesBefore.Events + slice.Events, slicesBefore.WireBytes + slice.WireBytes));
    }
}
