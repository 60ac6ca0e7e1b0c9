using System.ComponentModel;
using System.Diagnostics;

namespace LogArchiver.WholeRun.Results;

/// <summary>Where and of what a figure was taken.</summary>
internal static class Here
{
    /// <summary>Cores and model.</summary>
    public static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return $"{Environment.ProcessorCount} cores, {model?.Split(':')[1].Trim() ?? "unknown"}";
    }

    /// <summary>The commit of the working tree, and whether there is more in it than was committed.</summary>
    public static async Task<string> CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            var commit = await GitAsync("rev-parse --short HEAD", cancellationToken);
            return commit.Length == 0 ? "unknown"
                : await GitAsync("status --porcelain --untracked-files=no", cancellationToken) is "" ? commit : commit + " and changes";
        }
        catch (Win32Exception)
        {
            return "unknown";
        }
    }

    private static async Task<string> GitAsync(string arguments, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(info)!;
        var text = await git.StandardOutput.ReadToEndAsync(cancellationToken);
        await git.WaitForExitAsync(cancellationToken);
        return text.Trim();
    }
}
