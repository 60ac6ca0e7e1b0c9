using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LogArchiver.Testing.Moto;

/// <summary>moto_server, an emulator of AWS that nobody here wrote, on a free port of loopback; ended on dispose.</summary>
/// <remarks>Where it is not installed, <see cref="Reason"/> says so, and the tests that stand on it are skipped with that reason.</remarks>
public sealed class MotoServer : IDisposable
{
    /// <summary>Python takes seconds to load all of moto on a busy machine.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    private readonly Process process;

    private MotoServer(Process process, Uri endpoint)
    {
        this.process = process;
        Endpoint = endpoint;
    }

    /// <summary>Why there is no moto here; null when there is.</summary>
    public static string? Reason { get; } = Find() is null ? "moto_server is not on the PATH (pip install 'moto[server]')" : null;

    /// <summary>Such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts it, and waits until it answers.</summary>
    public static async Task<MotoServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Find() ?? throw new InvalidOperationException(Reason))
        {
            ArgumentList = { "-H", "127.0.0.1", "-p", port.ToString() },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var started = Process.Start(start) ?? throw new InvalidOperationException("moto_server did not start.");
        // Both pipes are drained, or it would come to a halt once they are full.
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        var server = new MotoServer(started, new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            await server.WaitAsync(cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        while (!await AnswersAsync(client, limit.Token))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"moto_server ended with exit code {process.ExitCode}.");
            }

            await Task.Delay(BetweenAttempts, TimeProvider.System, limit.Token);
        }
    }

    private async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(Endpoint, "moto-api/"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "moto_server"))
        .FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
