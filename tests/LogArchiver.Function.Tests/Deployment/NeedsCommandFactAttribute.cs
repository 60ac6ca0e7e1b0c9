using System.Collections.Concurrent;
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
        if (!InstalledCommand.Works(command))
        {
            Skip = reason;
        }
    }
}

/// <summary>A fact about the template as it is deployed into moto: skipped, with the reason, where moto is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeployedFactAttribute : FactAttribute
{
    public DeployedFactAttribute() => Skip = Reason!;

    /// <summary>Why it is skipped; null where it is not.</summary>
    internal static string? Reason => InstalledCommand.Works("python3", "-c", "import boto3, moto, samtranslator")
        ? null
        : "moto or the SAM translator is not installed (pip install 'moto[all]' aws-sam-translator)";
}

/// <summary>The same for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeployedTheoryAttribute : TheoryAttribute
{
    public DeployedTheoryAttribute() => Skip = DeployedFactAttribute.Reason!;
}

/// <summary>Which tools are here; each is tried once, however many tests ask.</summary>
internal static class InstalledCommand
{
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Whether it ends, and well.</summary>
    public static bool Works(params string[] command) => Known.GetOrAdd(string.Join('\0', command), _ => Try(command));

    private static bool Try(string[] command)
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
