using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LogArchiver.WholeRun.Source;

/// <summary>The source, seen from the harness: this program started again.</summary>
internal sealed class SourceProcess : IAsyncDisposable
{
    /// <summary>The verb it is started with; of no use to people.</summary>
    public const string Verb = "source";

    private readonly Process process;

    // The source answers in the order of asking.
    private readonly SemaphoreSlim turn = new(1);

    private SourceProcess(Process process, Uri endpoint) => (this.process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    public static async Task<SourceProcess> StartAsync(SourceSetup setup, CancellationToken cancellationToken)
    {
        var own = Environment.ProcessPath!;
        string[] arguments = [Verb, JsonSerializer.Serialize(setup, SourceJson.Default.SourceSetup)];
        var info = Path.GetFileNameWithoutExtension(own) == "dotnet"
            ? new ProcessStartInfo(own, ["exec", typeof(SourceProcess).Assembly.Location, .. arguments])
            : new ProcessStartInfo(own, arguments);
        info.UseShellExecute = false;
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        var started = Process.Start(info)!;
        var endpoint = await started.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("The source did not start.");
        return new SourceProcess(started, new Uri(endpoint));
    }

    public Task<SourceCounts> CountsAsync(CancellationToken cancellationToken) =>
        AskAsync("counts", SourceJson.Default.SourceCounts, cancellationToken);

    /// <param name="reader"><c>streams</c> or <c>group</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<FewestRequests> FewestAsync(string reader, CancellationToken cancellationToken) =>
        AskAsync($"fewest {reader}", SourceJson.Default.FewestRequests, cancellationToken);

    /// <summary>Tells it that the function's process has ended, so that nobody waits for its answer.</summary>
    public Task ReportExitAsync(int exitCode, CancellationToken cancellationToken) => AskAsync($"exited {exitCode}", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        turn.Dispose();
    }

    private async Task<T> AskAsync<T>(string question, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await AskAsync(question, cancellationToken), type)!;

    private async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await process.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
            return await process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException("The source has ended.");
        }
        finally
        {
            turn.Release();
        }
    }
}
