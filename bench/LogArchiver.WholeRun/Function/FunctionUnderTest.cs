using System.Globalization;
using LogArchiver.LocalAws.Runtime;
using LogArchiver.Plan;
using LogArchiver.WholeRun.Limits;
using LogArchiver.WholeRun.Source;

namespace LogArchiver.WholeRun.Function;

/// <summary>The function's process, and what it left behind when it ended.</summary>
internal sealed class FunctionUnderTest : IAsyncDisposable
{
    /// <summary>The last lines it printed, for whoever must find out why it failed.</summary>
    private const int KeptLines = 40;

    private readonly Queue<string> lines = new();
    private readonly FunctionProcess process;

    private FunctionUnderTest(RunOptions options, string runtimeApi, Uri endpoint, ControlGroup? group)
    {
        process = FunctionProcess.Start(StartOf(options, runtimeApi, endpoint, group), line => Keep(line.Text, options.Verbose));
        Sample();
    }

    /// <summary>As last read.</summary>
    public ProcessFigures Figures { get; private set; }

    /// <summary>Done when it has ended.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>Where scratch files go.</summary>
    public static string ScratchOf(RunOptions options) => Path.Combine(options.Folder, "scratch");

    /// <summary>The last lines it printed.</summary>
    public string LastLines()
    {
        lock (lines)
        {
            return string.Join('\n', lines);
        }
    }

    public static FunctionUnderTest Start(RunOptions options, string runtimeApi, Uri endpoint, ControlGroup? group) =>
        new(options, runtimeApi, endpoint, group);

    /// <summary>Reads its figures, unless it has ended.</summary>
    public void Sample()
    {
        // Of a process that is ending the kernel knows the time, but no memory any more.
        if (ProcessFigures.TryRead(process.Id) is { } now)
        {
            Figures = Figures.LaterOf(now);
        }
    }

    public ValueTask DisposeAsync()
    {
        Sample();
        return process.DisposeAsync();
    }

    private void Keep(string line, bool isPrinted)
    {
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > KeptLines)
            {
                lines.Dequeue();
            }
        }

        if (isPrinted)
        {
            Console.Error.WriteLine(line);
        }
    }

    private static FunctionStart StartOf(RunOptions options, string runtimeApi, Uri endpoint, ControlGroup? group)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL"] = endpoint.GetLeftPart(UriPartial.Authority),
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_CONFIG_FILE"] = Path.Combine(options.Folder, "no-config"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(options.Folder, "no-credentials"),
            ["TMPDIR"] = ScratchOf(options),

            // As template.yaml sets them.
            ["MALLOC_ARENA_MAX"] = "1",
            ["MALLOC_TRIM_THRESHOLD_"] = "65536",

            // The runtime's sockets for debuggers would lie among the scratch files.
            ["DOTNET_EnableDiagnostics"] = "0",
            [Settings.Bucket.EnvironmentName] = SourceSetup.Bucket,
            [Settings.LogGroups.EnvironmentName] = SourceSetup.Group,
            [Settings.Reader.EnvironmentName] = options.Reader,
            [Settings.Format.EnvironmentName] = options.Format,
            [Settings.PaceShare.EnvironmentName] = options.PaceShare.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in options.Environment)
        {
            environment[name] = value;
        }

        return new FunctionStart
        {
            Program = options.Function,
            Launcher = group?.Launcher ?? [],
            RuntimeApi = runtimeApi,
            MemoryMegabytes = options.ToldMemory,
            Region = options.Quota ?? "us-east-1",
            Environment = environment,
        };
    }
}
