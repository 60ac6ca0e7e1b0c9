using System.Collections.Concurrent;
using System.Text;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Runtime;
using LogArchiver.Soak.Days;
using LogArchiver.Testing;
using LogArchiver.Testing.Chaos;

namespace LogArchiver.Soak.Processes;

/// <summary>The function's process as Lambda runs it, and between it and LocalAws a proxy that breaks connections. The process is killed
/// at random moments and another takes its place.</summary>
internal sealed class ProcessWorld : IAsyncDisposable
{
    /// <summary>The bucket.</summary>
    public const string Bucket = "soak";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TestFolder folder;
    private readonly TestFolder scratch = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TimeProvider clock;
    private FunctionProcess? process;

    private ProcessWorld(TestFolder folder, LocalAwsServer aws, ChaosProxy proxy, TimeProvider clock) =>
        (this.folder, Aws, Proxy, this.clock) = (folder, aws, proxy, clock);

    /// <summary>The services.</summary>
    public LocalAwsServer Aws { get; }

    /// <summary>The way to them.</summary>
    public ChaosProxy Proxy { get; }

    /// <summary>What lies in scratch space now.</summary>
    public IEnumerable<string> Scratch => Directory.EnumerateFileSystemEntries(scratch.Path).Select(path => Path.GetFileName(path));

    /// <summary>The last lines that the function logged.</summary>
    public string LastLines => string.Join('\n', lines.TakeLast(12));

    private static string Program => RepositoryRoot.Below(
        "src", "LogArchiver.Function", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "LogArchiver.Function.dll");

    /// <summary>Starts the services and the proxy.</summary>
    public static async Task<ProcessWorld> StartAsync(int seed, TimeProvider clock)
    {
        var objects = new TestFolder();
        var aws = await LocalAwsServer.StartAsync(
            new LocalAwsOptions { Folder = objects.Path, Seed = seed, StreamTimesLag = TimeSpan.Zero }, CancellationToken.None);
        aws.S3.CreateBucket(Bucket);
        return new ProcessWorld(objects, aws, ChaosProxy.Start(aws.Endpoint, seed, share: 0, clock), clock);
    }

    /// <summary>Runs a day and checks it.</summary>
    /// <exception cref="SoakException">Something is not as it has to be.</exception>
    public Task RunAsync(DayCase day, SoakTotals totals) => new ProcessDay(this, day, totals).RunAsync();

    /// <summary>Invokes the function, and kills its process after so long.</summary>
    /// <returns>Null when it was killed.</returns>
    public async Task<InvocationResult?> InvokeAsync(string payload, TimeSpan timeout, TimeSpan? killAfter)
    {
        process ??= Start();
        var running = process;
        var invocation = Aws.Runtime.InvokeAsync(Encoding.UTF8.GetBytes(payload), timeout, CancellationToken.None);
        if (killAfter is { } moment && await Task.WhenAny(invocation, Task.Delay(moment, clock, CancellationToken.None)) != invocation)
        {
            await EndAsync();
            Aws.Runtime.ReportExit(137);
            await invocation;
            return null;
        }

        try
        {
            var result = await invocation.WaitAsync(Patience, clock);
            if (result.TimedOut)
            {
                // As Lambda does: a function that is still working at its deadline is killed.
                await EndAsync();
            }

            return result;
        }
        catch (TimeoutException)
        {
            throw new SoakException($"The function did not come to an end; process {running.Id}, last lines:\n{LastLines}");
        }
    }

    /// <summary>Sets what goes wrong from now on.</summary>
    public void Trouble(double spoiltConnections, IEnumerable<string> rules)
    {
        Proxy.Spoil(spoiltConnections);
        Aws.Faults.Clear();
        foreach (var rule in rules)
        {
            Aws.Faults.Add(FaultRule.Parse(rule));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Proxy.DisposeAsync();
        await Aws.DisposeAsync();
        scratch.Dispose();
        folder.Dispose();
    }

    /// <summary>SIGKILL; the next invocation gets a new process. What the old one left in scratch space stays.</summary>
    public async Task EndAsync()
    {
        if (process is { } running)
        {
            process = null;
            await running.DisposeAsync();
        }
    }

    private FunctionProcess Start() => FunctionProcess.Start(
        new FunctionStart
        {
            Program = Program,
            RuntimeApi = Aws.Runtime.Address,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AWS_ACCESS_KEY_ID"] = "test",
                ["AWS_SECRET_ACCESS_KEY"] = "test",
                ["AWS_ENDPOINT_URL"] = Proxy.Endpoint.ToString(),
                ["TMPDIR"] = scratch.Path,
                ["DOTNET_EnableDiagnostics"] = "0",
            },
        },
        line => lines.Enqueue(line.Text));
}
