using System.ComponentModel;
using System.Diagnostics;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>A fact that a tool of another make checks: skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsCommandFactAttribute : FactAttribute
{
    /// <param name="reason">What to install.</param>
    /// <param name="command">The command, and arguments with which it ends at once and well if it is there.</param>
    public NeedsCommandFactAttribute(string reason, params string[] command)
    {
        if (!Works(command))
        {
            Skip = reason;
        }
    }

    private static bool Works(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
