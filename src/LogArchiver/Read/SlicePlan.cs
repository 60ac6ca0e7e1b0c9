using LogArchiver.Plan;

namespace LogArchiver.Read;

/// <summary>Cuts a day into slices that are read and packed one after another, the next being read while one is packed. A value: what
/// was learned gives the next plan.</summary>
/// <remarks>Most days are one slice. A slice costs requests — a page that is not full, and with the streams reader at least one for
/// each stream — so they are as long as scratch space and the time that is left allow.</remarks>
internal sealed record SlicePlan
{
    /// <summary>The first millisecond that has not been read.</summary>
    public required long ReadUpToMs { get; init; }

    /// <summary>The first millisecond that has not been packed: at or before <see cref="ReadUpToMs"/>. Only this is ever saved.</summary>
    public required long PackedUpToMs { get; init; }

    /// <summary>The day's end.</summary>
    public required long EndMs { get; init; }

    /// <summary>Bytes of pages in a millisecond, as far as they have been seen; null at first.</summary>
    public double? Density { get; init; }

    /// <summary>The longest slice to try, in milliseconds: less after one that did not fit. Null for any length.</summary>
    public long? LongestMs { get; init; }

    /// <summary>Whether the group reader may stop after a few pages to see how dense the day is; not again where that led nowhere.</summary>
    public bool MayProbe { get; init; } = true;

    /// <summary>Whether the group reader is to do so with the next slice.</summary>
    public bool IsToProbe => MayProbe && Density is null;

    /// <summary>Where slices have to end besides: the first milliseconds of a day's second object and those after it, where it is
    /// archived in several and stays so. In order.</summary>
    public IReadOnlyList<long> Splits { get; init; } = [];

    /// <summary>Whether what is packed next belongs to another object.</summary>
    public bool IsAtSplit => Splits.Contains(PackedUpToMs);

    /// <summary>Whether everything has been read.</summary>
    public bool IsRead => ReadUpToMs >= EndMs;

    /// <summary>Whether everything has been packed.</summary>
    public bool IsPacked => PackedUpToMs >= EndMs;

    /// <summary>The plan for what is left of a day from a position on, of which everything before has been packed.</summary>
    public static SlicePlan From(long positionMs, long endMs) => new() { ReadUpToMs = positionMs, PackedUpToMs = positionMs, EndMs = endMs };

    /// <summary>The next slice to read.</summary>
    /// <param name="targetBytes">About how many bytes of pages it may hold.</param>
    public TimeWindow Next(double targetBytes)
    {
        var length = Splits.FirstOrDefault(split => split > ReadUpToMs, EndMs) - ReadUpToMs;
        if (Density is > 0 and var density && targetBytes / density < length)
        {
            // As many equal slices as are needed, so that the last is no remnant.
            length = (long)Math.Ceiling(length / Math.Ceiling(length * density / targetBytes));
        }

        return new TimeWindow(ReadUpToMs, ReadUpToMs + Math.Max(1, Math.Min(length, LongestMs ?? length)));
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

    /// <summary>The plan after a slice was read as far as it was.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="readUpToMs">Everything before has been read.</param>
    /// <param name="wireBytes">Bytes of its pages.</param>
    /// <param name="overflowed">Whether scratch space ran out over it.</param>
    public SlicePlan AfterReading(TimeWindow slice, long readUpToMs, long wireBytes, bool overflowed)
    {
        var read = readUpToMs - slice.StartMs;
        return this with
        {
            ReadUpToMs = readUpToMs,
            Density = read > 0 ? Math.Max(wireBytes, 1) / (double)read : Density,
            LongestMs = overflowed ? Shorter(slice) : LongestMs + Math.Max(1, (LongestMs ?? 0) / 4),
            MayProbe = MayProbe && (read > 0 || overflowed),
        };
    }

    /// <summary>The plan after the slice was packed as far as it was. What was not, for want of time, is to be read again, and so is
    /// all that comes after it.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="readUpToMs">Everything of it before has been read.</param>
    /// <param name="packedUpToMs">Everything before has been packed.</param>
    public SlicePlan AfterPacking(TimeWindow slice, long readUpToMs, long packedUpToMs) => packedUpToMs == readUpToMs
        ? this with { PackedUpToMs = packedUpToMs }
        : this with
        {
            PackedUpToMs = packedUpToMs,
            ReadUpToMs = packedUpToMs,
            LongestMs = Math.Max(packedUpToMs - slice.StartMs, Shorter(slice)),
        };

    /// <summary>The plan for the next run after this one ended within its first slice without getting anywhere.</summary>
    public SlicePlan AfterNothing(TimeWindow slice) => this with { LongestMs = Shorter(slice) };

    private static long Shorter(TimeWindow slice) => Math.Max(1, (slice.EndMs - slice.StartMs) / 4);
}
