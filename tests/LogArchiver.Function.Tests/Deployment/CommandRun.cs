using System.ComponentModel;
using System.Diagnostics;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>A command that has run to its end.</summary>
internal sealed record CommandRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs it in the repository's root.</summary>
    /// <exception cref="Win32Exception">There is no such command.</exception>
    public static async Task<CommandRun> OfAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new CommandRun(process.ExitCode, await output + await errors);
    }
}
