using System.Diagnostics;
using LogArchiver.Testing;

namespace LogArchiver.Flow.Tests.Faults;

/// <summary>A file system in memory of half a megabyte, for as long as a test takes.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TestFolder folder = new();

    public SmallDisk() => IsMounted = Run("mount", "-t", "tmpfs", "-o", "size=512k", "none", folder.Path);

    public bool IsMounted { get; }

    public string Path => folder.Path;

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", folder.Path);

    public void Dispose()
    {
        if (IsMounted)
        {
            Run("umount", folder.Path);
        }

        folder.Dispose();
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that needs a file system of its own; skipped with a reason where none may be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> MayMount = new(() =>
    {
        using var disk = new SmallDisk();
        return disk.IsMounted;
    });

    public SmallDiskFactAttribute() => Skip = MayMount.Value ? null : "needs the right to mount a file system (root on Linux)";
}
