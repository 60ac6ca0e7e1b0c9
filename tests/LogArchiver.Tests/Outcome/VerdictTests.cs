using LogArchiver.Outcome;

namespace LogArchiver.Tests.Outcome;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 3, 0)]
    [InlineData(1, 3, 3)]
    [InlineData(3, 3, 1)]
    public void Some_undone_is_partly_done_and_all_undone_is_a_failure(int unfinished, int all, int exitCode) =>
        Assert.Equal(exitCode, Verdicts.Of(unfinished, all).ExitCode());
}
