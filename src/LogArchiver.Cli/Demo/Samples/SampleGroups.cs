using LogArchiver.Plan;

namespace LogArchiver.Cli.Demo.Samples;

/// <summary>The groups that <c>logarchiver demo</c> archives: small enough to be made in a moment, and as awkward as real ones.</summary>
internal static class SampleGroups
{
    /// <summary>The day's edges are where archivers lose or double events, so a little of its neighbours is there as well.</summary>
    public static readonly TimeSpan Spill = TimeSpan.FromMinutes(10);

    /// <summary>The same date and seed make the same events, always.</summary>
    public static IReadOnlyList<SampleGroup> Make(DateOnly date, int seed)
    {
        var day = DayOf(date);
        var wider = new TimeWindow(day.StartMs - (long)Spill.TotalMilliseconds, day.EndMs + (long)Spill.TotalMilliseconds);
        return
        [
            ThumbnailFunction.Make(date, day, new Random(seed)),
            ApiRequests.Make(wider, new Random(seed + 1)),
            ChatMessages.Make(day, wider, new Random(seed + 2)),
            OrderService.Make(wider, new Random(seed + 3)),
            NginxAccess.Make(wider, new Random(seed + 4)),
        ];
    }

    /// <summary>The date from midnight to midnight, UTC.</summary>
    public static TimeWindow DayOf(DateOnly date)
    {
        var start = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return new TimeWindow(start, start + (long)TimeSpan.FromDays(1).TotalMilliseconds);
    }

    /// <summary>One of the words.</summary>
    internal static T Pick<T>(this Random random, ReadOnlySpan<T> words) => words[random.Next(words.Length)];

    /// <summary>Lower-case hexadecimal digits.</summary>
    internal static string Hex(this Random random, int digits) =>
        random.GetHexString(digits, lowercase: true);

    /// <summary>A UUID of version 4, of this source of chance.</summary>
    internal static string Uuid(this Random random) =>
        $"{random.Hex(8)}-{random.Hex(4)}-4{random.Hex(3)}-a{random.Hex(3)}-{random.Hex(12)}";
}
