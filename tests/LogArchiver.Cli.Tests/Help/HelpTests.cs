using LogArchiver.Cli.Tests.Support;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Help;

public class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("archive")]
    [InlineData("backfill")]
    [InlineData("cat")]
    [InlineData("gaps")]
    [InlineData("plan")]
    [InlineData("verify")]
    [InlineData("invoke")]
    [InlineData("local")]
    public async Task Help_is_what_it_was(string command)
    {
        string[] args = command.Length == 0 ? ["--help"] : [command, "--help"];
        var said = await Said.ByAsync(args);
        Assert.Equal(Golden.Text("LogArchiver.Cli.Tests", $"help-{(command.Length == 0 ? "overview" : command)}.txt", said.Output), said.Output);
        Assert.Equal(0, said.ExitCode);
        Assert.Empty(said.Error);
    }

    [Theory]
    [InlineData("archive")]
    [InlineData("backfill")]
    [InlineData("cat")]
    [InlineData("gaps")]
    [InlineData("plan")]
    [InlineData("verify")]
    public async Task No_line_of_options_is_wider_than_80_columns(string command)
    {
        var said = await Said.ByAsync(command, "--help");
        Assert.All(said.Output.Split("\nExamples\n")[0].Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task The_command_alone_shows_the_overview()
    {
        var alone = await Said.ByAsync();
        Assert.Equal((await Said.ByAsync("--help")).Output, alone.Output);
        Assert.Equal(0, alone.ExitCode);
    }

    [Fact]
    public async Task Help_is_given_whatever_else_is_wrong() =>
        Assert.Equal(0, (await Said.ByAsync("archive", "--nonsense", "--help")).ExitCode);

    [Fact]
    public async Task The_version_is_a_line_of_its_own() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", (await Said.ByAsync("--version")).Output);
}
