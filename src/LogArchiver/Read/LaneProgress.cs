using LogArchiver.Plan;

namespace LogArchiver.Read;

/// <summary>How far one lane of a slice has been read: a lane is a stretch of time that is read page after page, oldest first.</summary>
internal sealed class LaneProgress(TimeWindow window)
{
    private long lastMs = window.StartMs;
    private bool inOrder = true;

    /// <summary>Whether the service said that there is no more.</summary>
    public bool IsDone { get; private set; }

    /// <summary>All events before this millisecond have been taken. While the lane goes on it is the last event's own: others of
    /// the same millisecond may follow on the next page. A lane whose events came in disorder is complete only at its end.</summary>
    public long CompleteUpToMs => IsDone ? window.EndMs : inOrder ? Math.Max(lastMs, window.StartMs) : window.StartMs;

    /// <summary>Takes note of an event.</summary>
    public void See(long timestampMs)
    {
        inOrder = inOrder && timestampMs >= lastMs;
        lastMs = Math.Max(lastMs, timestampMs);
    }

    /// <summary>Takes note of the end.</summary>
    public void End() => IsDone = true;

    /// <summary>The millisecond before which every event of adjoining lanes, in order of time, has been taken.</summary>
    public static long CompleteUpTo(IReadOnlyList<LaneProgress> lanes)
    {
        var first = lanes.FirstOrDefault(lane => !lane.IsDone) ?? lanes[^1];
        return first.CompleteUpToMs;
    }
}
