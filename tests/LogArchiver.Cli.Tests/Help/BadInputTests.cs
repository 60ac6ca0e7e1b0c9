using LogArchiver.Cli.Tests.Support;

namespace LogArchiver.Cli.Tests.Help;

public class BadInputTests
{
    [Theory]
    [InlineData("'archiv' is no command of logarchiver. Did you mean archive?", "archiv")]
    [InlineData("'--bukket' is no option of archive. Did you mean --bucket?", "archive", "--bukket", "x")]
    [InlineData("'extra' is no argument of cat.", "cat", "extra")]
    [InlineData("--date: needs a value: --date <DATE>.", "archive", "--date")]
    [InlineData("--date: is given 2 times, and takes one value.", "archive", "--date", "2026-11-01", "--date", "2026-11-02")]
    [InlineData("--port: 'abc' is not a whole number.", "local", "--port", "abc")]
    [InlineData("<payload> is missing.", "invoke")]
    public async Task A_slip_in_the_command_line_is_named_in_one_line(string message, params string[] args)
    {
        var said = await Said.ByAsync(args);
        Assert.Equal(2, said.ExitCode);
        Assert.Equal(message, said.Error.Split('\n')[0]);
        Assert.DoesNotContain("Options", said.Error, StringComparison.Ordinal);
        Assert.Empty(said.Output);
    }

    [Fact]
    public async Task All_faults_of_a_request_are_told_at_once_by_the_names_of_the_options()
    {
        var said = await Said.ByAsync("archive", "--date", "2026-13-01", "--time-zone", "Europe/Berln");
        Assert.Equal(2, said.ExitCode);
        string[] expected = ["--group: ", "--bucket: ", "--time-zone: \"Europe/Berln\"", "--date: \"2026-13-01\""];
        Assert.All(expected, name => Assert.Contains("\n" + name, "\n" + said.Error, StringComparison.Ordinal));
        Assert.Equal(4, said.Error.Split("\n  Accepted: ").Length - 1);
    }

    [Theory]
    [InlineData("--fault: ", "local", "--fault", "GetLogEvents")]
    [InlineData("--group: ", "cat", "--group", "/a/*", "--bucket", "some-bucket")]
    [InlineData("--folder: ", "cat", "--group", "/a", "--folder", "x")]
    [InlineData("--function: ", "invoke", "events/daily.json", "--function", "/no/such/folder")]
    [InlineData("The payload 'nothing.json' cannot be read: ", "invoke", "nothing.json")]
    public async Task What_a_command_cannot_use_is_told_with_what_it_accepts(string beginning, params string[] args)
    {
        var said = await Said.ByAsync(args);
        Assert.Equal(2, said.ExitCode);
        Assert.StartsWith(beginning, said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
    }
}
