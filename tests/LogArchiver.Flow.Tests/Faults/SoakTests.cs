using LogArchiver.Soak;

namespace LogArchiver.Flow.Tests.Faults;

/// <summary>A short soak: days of known contents, faults at both ports and at the disk, kills, stops and rivals.</summary>
public sealed class SoakTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_goes_wrong_no_event_is_lost_and_none_is_there_twice(int seed)
    {
        var said = new StringWriter();
        var exitCode = await SoakProgram.RunAsync(new SoakOptions { Seed = seed, Days = 60 }, said, TimeProvider.System);
        Assert.True(exitCode == 0, said.ToString());
        Assert.Contains("60 days with ", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_the_function_process_behind_a_proxy_and_killed_at_random_it_is_the_same()
    {
        var said = new StringWriter();
        var exitCode = await SoakProgram.RunAsync(new SoakOptions { Seed = 5, Days = 3, Processes = true }, said, TimeProvider.System);
        Assert.True(exitCode == 0, said.ToString());
    }

    [Theory]
    [InlineData(2, "--days")]
    [InlineData(2, "--seed", "x")]
    [InlineData(2, "--days", "0")]
    [InlineData(2, "--forever")]
    [InlineData(0, "--help")]
    public async Task Wrong_arguments_are_told_and_help_is_given(int exitCode, params string[] arguments)
    {
        var said = new StringWriter();
        Assert.Equal(exitCode, await SoakProgram.RunAsync(arguments, said, TimeProvider.System));
        Assert.Contains(arguments[0], said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_names_the_line_that_runs_it_again() => Assert.Equal(
        "dotnet run --project tests/LogArchiver.Soak -- --seed 7 --day 12 --processes",
        SoakOptions.Parse(["--seed", "7", "--processes"]).Reproduce(12));
}
