using LogArchiver.Cli.Local;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Local;

public sealed class LocalFolderTests : IDisposable
{
    private readonly TestFolder root = new();

    private string Folder => Path.Combine(root.Path, "chosen");

    public void Dispose() => root.Dispose();

    [Fact]
    public void What_an_earlier_demo_left_is_replaced()
    {
        LocalFolder.Prepare(Folder, empty: true);
        File.WriteAllText(Path.Combine(Folder, "old"), "x");
        LocalFolder.Prepare(Folder, empty: true);
        Assert.False(File.Exists(Path.Combine(Folder, "old")));
    }

    [Fact]
    public void What_is_to_be_kept_is_kept()
    {
        LocalFolder.Prepare(Folder, empty: true);
        File.WriteAllText(Path.Combine(Folder, "old"), "x");
        LocalFolder.Prepare(Folder, empty: false);
        Assert.True(File.Exists(Path.Combine(Folder, "old")));
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_never_touched()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "thesis.txt"), "x");
        Assert.Equal(2, Assert.Throws<CommandException>(() => LocalFolder.Prepare(Folder, empty: true)).ExitCode);
        Assert.True(File.Exists(Path.Combine(Folder, "thesis.txt")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_failure_with_words()
    {
        File.WriteAllText(Folder, "a file");
        Assert.Contains("--folder", Assert.Throws<CommandException>(() => LocalFolder.Prepare(Folder, empty: true)).Message, StringComparison.Ordinal);
    }
}
