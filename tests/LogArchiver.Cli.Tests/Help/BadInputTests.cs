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
    public async Task All_slips_of_a_command_line_are_told_at_once_and_the_value_of_an_unknown_option_is_none()
    {
        var said = await Said.ByAsync("verify", "--max-differences", "abc", "--quikc", "--bukket", "x", "--date", "2026-11-01", "stray", "--date", "2026-11-02");
        Assert.Equal(2, said.ExitCode);
        Assert.Equal(
            [
                "'--bukket' is no option of verify. Did you mean --bucket?", "'--quikc' is no option of verify. Did you mean --quick?",
                "'stray' is no argument of verify.", "--date: is given 2 times, and takes one value.", "--max-differences: 'abc' is not a whole number.",
                "See: logarchiver verify --help",
            ],
            said.Error.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
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
    [InlineData("--port: 99999 is no port.", "local", "--port", "99999")]
    [InlineData("--port: -1 is no port.", "local", "--port=-1")]
    [InlineData("--from: \"2026-11-20\" is after --to \"2026-11-10\".\n", "archive", "--group", "/a", "--bucket", "some-bucket", "--from", "2026-11-20", "--to", "2026-11-10")]
    [InlineData("The payload '/' is a folder.", "invoke", "/")]
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
