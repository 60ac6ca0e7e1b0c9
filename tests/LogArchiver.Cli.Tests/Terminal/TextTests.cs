using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Tests.Terminal;

public class TextTests
{
    [Fact]
    public void Text_is_broken_between_words() =>
        Assert.Equal(["one two", "three", "four"], Wrapping.Wrap("one two three four", 8));

    [Fact]
    public void A_word_longer_than_the_width_stays_whole() =>
        Assert.Equal(["a", "/very/long/path", "b"], Wrapping.Wrap("a /very/long/path b", 5));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("민지민지", 8, "민지민지")]
    [InlineData("민지민지", 6, "민지…")]
    public void A_line_is_cut_by_columns_not_by_letters(string line, int width, string expected) =>
        Assert.Equal(expected, Cropping.Crop(line, width));

    [Theory]
    [InlineData("plain/path-1_2.gz", "plain/path-1_2.gz")]
    [InlineData("group=~a~b", "'group=~a~b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("", "''")]
    public void A_word_for_the_shell_is_quoted_where_it_must_be(string word, string expected) =>
        Assert.Equal(expected, ShellText.Quote(word));

    [Fact]
    public void The_program_is_called_as_its_user_can_call_it()
    {
        var root = OperatingSystem.IsWindows() ? @"C:\work" : "/work";
        var project = Path.Combine(root, "repo", "src", "LogArchiver.Cli");
        bool Exists(string path) => path == Path.Combine(project, "LogArchiver.Cli.csproj");
        var build = Path.Combine(project, "bin", "Debug", "net10.0");
        Assert.Equal(
            $"dotnet run --project {Path.Combine("src", "LogArchiver.Cli")} --", ProgramName.Of(build, Path.Combine(root, "repo"), Exists));
        Assert.Equal("logarchiver", ProgramName.Of(Path.Combine(root, "tools"), root, Exists));
    }
}
