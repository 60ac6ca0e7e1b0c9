using LogArchiver.Scratch;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Scratch;

public sealed class ScratchSpaceTests : IDisposable
{
    private readonly TestFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Nothing_remains_when_it_is_disposed_of()
    {
        using (var scratch = ScratchSpace.Open(root.Path))
        {
            File.WriteAllText(scratch.NewPath("run"), "x");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(root.Path));
    }

    [Fact]
    public void What_a_killed_run_left_is_cleared_away_by_the_next()
    {
        var leftOver = Directory.CreateDirectory(Path.Combine(root.Path, "logarchiver-scratch-1-1")).FullName;
        File.WriteAllText(Path.Combine(leftOver, "run-00001"), "x");
        File.WriteAllText(leftOver + ".lock", string.Empty);
        using var scratch = ScratchSpace.Open(root.Path);
        Assert.False(Directory.Exists(leftOver));
        Assert.False(File.Exists(leftOver + ".lock"));
    }

    [Fact]
    public void A_lock_without_a_folder_is_cleared_away_unless_somebody_holds_it()
    {
        File.WriteAllText(Path.Combine(root.Path, "logarchiver-scratch-1-1.lock"), string.Empty);
        var held = Path.Combine(root.Path, "logarchiver-scratch-2-1.lock");
        using (new FileStream(held, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            ScratchSpace.Open(root.Path).Dispose();
            Assert.Equal(held, Assert.Single(Directory.EnumerateFileSystemEntries(root.Path)));
        }
    }

    [Fact]
    public void Two_runs_at_once_leave_each_other_alone()
    {
        using var one = ScratchSpace.Open(root.Path);
        File.WriteAllText(one.NewPath("run"), "mine");
        using var other = ScratchSpace.Open(root.Path);
        Assert.NotEqual(one.Folder, other.Folder);
        Assert.Single(Directory.EnumerateFiles(one.Folder));
    }

    [Fact]
    public void Files_of_others_are_left_alone()
    {
        var other = Path.Combine(root.Path, "someone-elses");
        Directory.CreateDirectory(other);
        Directory.CreateDirectory(Path.Combine(root.Path, "logarchiver-demo"));
        File.WriteAllText(Path.Combine(root.Path, "logarchiver-notes.txt"), "x");
        ScratchSpace.Open(root.Path).Dispose();
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(root.Path).Count());
    }
}
