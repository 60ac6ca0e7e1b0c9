using LogArchiver.Plan;

namespace LogArchiver.Read;

/// <summary>Cuts a day into slices that are read and packed one after another. A value: what was learned gives the next plan.</summary>
/// <remarks>Most days are one slice. A slice costs requests — a page that is not full, and with the streams reader at least one for
/// each stream — so they are as long as scratch space and the time that is left allow.</remarks>
internal sealed record SlicePlan
{
    /// <summary>The first millisecond that has not been packed.</summary>
    public required long PositionMs { get; init; }

    /// <summary>The day's end.</summary>
    public required long EndMs { get; init; }

    /// <summary>Bytes of pages in a millisecond, as far as they have been seen; null at first.</summary>
    public double? Density { get; init; }

    /// <summary>The longest slice to try, in milliseconds: less after one that did not fit. Null for any length.</summary>
    public long? LongestMs { get; init; }

    /// <summary>Whether the group reader may stop after a few pages to see how dense the day is; not again where that led nowhere.</summary>
    public bool MayProbe { get; init; } = true;

    /// <summary>Whether everything has been packed.</summary>
    public bool IsDone => PositionMs >= EndMs;

    /// <summary>The next slice.</summary>
    /// <param name="targetBytes">About how many bytes of pages it may hold.</param>
    public TimeWindow Next(double targetBytes)
    {
        var length = EndMs - PositionMs;
        if (Density is > 0 and var density && targetBytes / density < length)
        {
            // As many equal slices as are needed, so that the last is no remnant.
            length = (long)Math.Ceiling(length / Math.Ceiling(length * density / targetBytes));
        }

        return new TimeWindow(PositionMs, PositionMs + Math.Max(1, Math.Min(length, LongestMs ?? length)));
    }

    /// <summary>The lanes in which the group reader reads a slice at once.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="most">The most lanes.</param>
    /// <param name="laneBytes">What a lane holds at least, as far as can be told.</param>
    public IReadOnlyList<TimeWindow> Lanes(TimeWindow slice, int most, long laneBytes)
    {
        var length = slice.EndMs - slice.StartMs;
        var count = (int)Math.Clamp((Density ?? 0) * length / laneBytes, 1, Math.Min(most, length));
        return [.. Enumerable.Range(0, count).Select(lane => new TimeWindow(
            slice.StartMs + (length * lane / count), slice.StartMs + (length * (lane + 1) / count)))];
    }

    /// <summary>The plan after a slice was read and packed as far as it was.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="readUpToMs">Everything before has been read.</param>
    /// <param name="packedUpToMs">Everything before has been packed: less than what was read when time ran out.</param>
    /// <param name="wireBytes">Bytes of its pages.</param>
    /// <param name="overflowed">Whether scratch space ran out over it.</param>
    public SlicePlan After(TimeWindow slice, long readUpToMs, long packedUpToMs, long wireBytes, bool overflowed)
    {
        var (length, read, packed) = (slice.EndMs - slice.StartMs, readUpToMs - slice.StartMs, packedUpToMs - slice.StartMs);
        return this with
        {
            PositionMs = packedUpToMs,
            Density = read > 0 ? Math.Max(wireBytes, 1) / (double)read : Density,
            LongestMs = overflowed || packed < read ? Math.Max(1, Math.Max(overflowed ? 0 : packed, length / 4)) : LongestMs * 5 / 4,
            MayProbe = MayProbe && (read > 0 || overflowed),
        };
    }

    /// <summary>The plan for the next run after this one ended within its first slice without getting anywhere.</summary>
    public SlicePlan AfterNothing(TimeWindow slice) => this with { LongestMs = Math.Max(1, (slice.EndMs - slice.StartMs) / 4) };
}
