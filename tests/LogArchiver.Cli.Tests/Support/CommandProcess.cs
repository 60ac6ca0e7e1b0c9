using System.Diagnostics;
using System.Text;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Support;

/// <summary>The command as its user has it: a process, with an environment that holds nothing of the machine's AWS set-up and a
/// temporary folder of its own.</summary>
public sealed class CommandProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TestFolder folder = new();
    private readonly List<Process> started = [];

    public CommandProcess()
    {
        TemporaryFolder = Directory.CreateDirectory(Path.Combine(folder.Path, "tmp")).FullName;
        Environment["TMPDIR"] = TemporaryFolder;
    }

    /// <summary>Where the command keeps what need not last.</summary>
    public string TemporaryFolder { get; }

    /// <summary>What is set beside PATH and HOME.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs it to its end.</summary>
    public Task<Ran> RunAsync(params string[] args) => RunAsync(input: "", args);

    /// <summary>Runs it to its end with something on standard input.</summary>
    public async Task<Ran> RunAsync(string input, string[] args)
    {
        var process = Start(args);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"logarchiver {string.Join(' ', args)} is still running after {Limit}.", late);
        }

        return new Ran(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it and hands it over; what still runs when this is disposed of is ended.</summary>
    public Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "LogArchiver.Cli.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        var kept = start.Environment.Where(one => !IsAboutAws(one.Key)).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in kept.Concat(Environment.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))))
        {
            start.Environment[name] = value;
        }

        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(folder.Path, "none");
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder.Path, "none");
        var process = Process.Start(start)!;
        started.Add(process);
        return process;
    }

    /// <summary>Waits until it is in the middle of its work.</summary>
    public async Task UntilScratchIsUsedAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (Directory.GetDirectories(TemporaryFolder, "logarchiver-scratch-*").Length == 0)
        {
            Assert.False(process.HasExited, "It ended before it began its work.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Points it at a server on this machine.</summary>
    public void PointAt(Uri endpoint)
    {
        Environment["AWS_ENDPOINT_URL"] = endpoint.GetLeftPart(UriPartial.Authority);
        Environment["AWS_ACCESS_KEY_ID"] = "test";
        Environment["AWS_SECRET_ACCESS_KEY"] = "test";
        Environment["AWS_REGION"] = "us-east-1";
    }

    public void Dispose()
    {
        foreach (var process in started)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            process.Dispose();
        }

        folder.Dispose();
    }

    /// <summary>Whether a variable is of the machine's AWS set-up or of the archiver's settings.</summary>
    internal static bool IsAboutAws(string name) =>
        name.StartsWith("AWS_", StringComparison.Ordinal) || name.StartsWith("LOGARCHIVER_", StringComparison.Ordinal);
}

/// <summary>How it ended and what it said.</summary>
public sealed record Ran(int ExitCode, string Output, string Error);
