using LogArchiver.Cli.Demo.Samples;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Demo;

/// <summary>The sample groups of a date.</summary>
internal sealed record SampleDay(DateOnly Date, IReadOnlyList<SampleGroup> Groups)
{
    // Any number does; this one stays, so that two people who run the demo on one day see the same.
    private const int Seed = 20_260_501;

    /// <summary>From midnight to midnight, UTC.</summary>
    public TimeWindow Window => SampleGroups.DayOf(Date);

    /// <summary>Events in all groups, those just outside the day included.</summary>
    public int EventCount => Groups.Sum(group => group.EventCount);

    /// <summary>The samples of the date before this one, UTC.</summary>
    public static SampleDay Yesterday(TimeProvider clock) =>
        Of(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1));

    /// <summary>The samples of a date.</summary>
    public static SampleDay Of(DateOnly date) => new(date, SampleGroups.Make(date, Seed));

    /// <summary>Puts them into LocalAws.</summary>
    public void Fill(LocalAwsServer server)
    {
        foreach (var group in Groups)
        {
            server.Logs.CreateGroup(group.Name, new LocalGroupSettings { Tags = group.Tags, RetentionDays = 14, Created = Window.Start.AddDays(-30) });
            foreach (var stream in group.Streams)
            {
                server.Logs.Put(group.Name, stream.Name, stream.Events.Select(one => new LocalEvent(one.TimestampMs, one.Message)));
            }
        }
    }
}
