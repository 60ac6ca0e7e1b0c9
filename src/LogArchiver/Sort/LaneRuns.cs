using LogArchiver.Scratch;

namespace LogArchiver.Sort;

/// <summary>The natural runs: what comes in one lane comes in order, so a lane with much to write has a run of its own, which goes on
/// from one full buffer to the next and needs no sorting. Fifty streams are fifty runs however large the day, merged in one
/// pass.</summary>
internal sealed class LaneRuns(ScratchSpace scratch, ArchiverLimits limits)
{
    // A run is worth its file when it gets a good stretch at once: with 8 MiB of buffer, half of one.
    private const int SharesOfBuffer = 16;

    private readonly Dictionary<int, RunWriter> byLane = [];
    private readonly Dictionary<int, long> bytesByLane = [];

    /// <summary>How many there are.</summary>
    public int Count => byLane.Count;

    /// <summary>Takes from the buffer the sections that go on with the run of their lane, or are worth beginning one.</summary>
    public void TakeFrom(EventBuffer buffer, ArraySegment<byte> writeBuffer, bool pastCache)
    {
        bytesByLane.Clear();
        for (var section = 0; section < buffer.Sections; section++)
        {
            var lane = buffer.LaneOf(section)!.Value;
            bytesByLane[lane] = bytesByLane.GetValueOrDefault(lane) + buffer.BytesOf(section);
        }

        foreach (var (lane, bytes) in bytesByLane)
        {
            if (RunOf(lane, bytes, writeBuffer, pastCache) is { } run)
            {
                Take(buffer, lane, run);
            }
        }
    }

    /// <summary>Ends all runs; their paths.</summary>
    public IReadOnlyList<string> End()
    {
        foreach (var run in byLane.Values)
        {
            run.Finish();
        }

        return Abandon();
    }

    /// <summary>Closes all runs, finished or not; their paths.</summary>
    public IReadOnlyList<string> Abandon()
    {
        string[] paths = [.. byLane.Values.Select(run => run.Path)];
        foreach (var run in byLane.Values)
        {
            run.Dispose();
        }

        byLane.Clear();
        return paths;
    }

    private RunWriter? RunOf(int lane, long bytes, ArraySegment<byte> writeBuffer, bool pastCache)
    {
        if (byLane.TryGetValue(lane, out var run))
        {
            return run;
        }

        // An eighth of the width of a pass is left for the mixed runs, and for the buffer itself.
        if (bytes < limits.SortBufferBytes / SharesOfBuffer || Count >= limits.MergeWidth * 7 / 8)
        {
            return null;
        }

        return byLane[lane] = new RunWriter(scratch.NewPath("run"), writeBuffer, pastCache);
    }

    private static void Take(EventBuffer buffer, int lane, RunWriter run)
    {
        for (var section = 0; section < buffer.Sections; section++)
        {
            if (buffer.LaneOf(section) != lane)
            {
                continue;
            }

            // A page given twice, say, does not follow upon the run: it is sorted with the rest.
            using var events = buffer.WalkSection(section);
            if (events.MoveNext() && run.Accepts(events))
            {
                run.Append(events);
                buffer.Take(section);
            }
        }

        run.Flush();
    }
}
