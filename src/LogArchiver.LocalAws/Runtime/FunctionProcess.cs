using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LogArchiver.LocalAws.Runtime;

/// <summary>A function as Lambda's managed runtime runs it: a process of its own that asks the Runtime API for work. Ended with
/// everything it started when disposed of.</summary>
public sealed class FunctionProcess : IAsyncDisposable
{
    // SIGTERM, on every Unix.
    private const int Terminate = 15;

    private readonly Process process;

    private FunctionProcess(Process process) => this.process = process;

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Done when the process has ended and all its lines were handed on; the exit code.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>Starts it.</summary>
    /// <param name="start">How.</param>
    /// <param name="onLine">Called with every line it prints, from one thread at a time.</param>
    /// <exception cref="FileNotFoundException">The program is not there.</exception>
    public static FunctionProcess Start(FunctionStart start, Action<FunctionLine> onLine)
    {
        var program = Path.GetFullPath(start.Program);
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"The function is not there: {program}. Build it first.", program);
        }

        var isLibrary = program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        string[] line = [.. start.Launcher, .. isLibrary ? [DotNet(), "exec", program] : (string[])[program]];
        var info = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var inherited = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value));
        info.Environment.Clear();
        foreach (var (name, value) in FunctionEnvironment.Of(start, inherited))
        {
            info.Environment[name] = value;
        }

        var started = new Process { StartInfo = info };
        started.Start();
        started.StandardInput.Close();
        var function = new FunctionProcess(started);
        function.Exited = function.FollowAsync(onLine);
        return function;
    }

    /// <summary>Asks it to end, as a terminal would, and waits for that; disposing of it ends it anyway.</summary>
    /// <param name="patience">How long it may take to put its work away.</param>
    public async Task EndAsync(TimeSpan patience)
    {
        if (OperatingSystem.IsWindows() || Signal(process.Id, Terminate) != 0)
        {
            return;
        }

        try
        {
            await Exited.WaitAsync(patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // It will be ended the hard way.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        await Exited;
        process.Dispose();
    }

    private async Task<int> FollowAsync(Action<FunctionLine> onLine)
    {
        var gate = new Lock();
        await Task.WhenAll(
            ForwardAsync(process.StandardOutput, isError: false),
            ForwardAsync(process.StandardError, isError: true));
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;

        async Task ForwardAsync(StreamReader reader, bool isError)
        {
            while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                lock (gate)
                {
                    onLine(new FunctionLine(line, isError));
                }
            }
        }
    }

    /// <summary>The runtime that runs us, so that a function finds the same one; by its name where we are an executable.</summary>
    private static string DotNet()
    {
        var own = Environment.ProcessPath;
        return own is not null && Path.GetFileNameWithoutExtension(own) == "dotnet"
            ? own
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    }

    // .NET can kill a process, but not ask it.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int processId, int signal);
}
