using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace LogArchiver.Function.Tests.Runtime;

/// <summary>A Runtime API that hands out what a test scripted and keeps what it is told: a second opinion beside LocalAws, for the
/// answers no well-behaved API gives.</summary>
internal sealed class ScriptedRuntimeApi : IAsyncDisposable
{
    private const string Base = "/2018-06-01/runtime/";

    private readonly HttpListener listener;
    private readonly Channel<ScriptedNext> script = Channel.CreateUnbounded<ScriptedNext>();
    private readonly Channel<Received> told = Channel.CreateUnbounded<Received>();
    private readonly CancellationTokenSource closing = new();
    private readonly List<Task> conversations = [];
    private readonly Task accepting;

    public ScriptedRuntimeApi()
    {
        (listener, Authority) = Listen();
        accepting = AcceptAsync();
    }

    /// <summary>The value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Authority { get; }

    /// <summary>Status of the answer to a post; 202 unless a test says otherwise.</summary>
    public Func<Received, int> StatusOf { get; set; } = _ => 202;

    /// <summary>The headers with which <c>next</c> was asked for, each time.</summary>
    public List<string?> Asked { get; } = [];

    public void Next(ScriptedNext next) => script.Writer.TryWrite(next);

    /// <summary>The next post that arrives.</summary>
    public async Task<Received> ToldAsync() => await told.Reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Close();
        await accepting;
        await Task.WhenAll(conversations);
        closing.Dispose();
    }

    private static (HttpListener Listener, string Authority) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var authority = probe.LocalEndpoint.ToString()!;
            probe.Stop();
            var candidate = new HttpListener { Prefixes = { $"http://{authority}/" } };
            try
            {
                candidate.Start();
                return (candidate, authority);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Another process took the port in between.
                candidate.Close();
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                conversations.Add(ConverseAsync(await listener.GetContextAsync()));
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ConverseAsync(HttpListenerContext context)
    {
        try
        {
            if (context.Request.HttpMethod == "GET")
            {
                Asked.Add(context.Request.Url!.AbsolutePath);
                await AnswerAsync(context, await script.Reader.ReadAsync(closing.Token));
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var received = new Received(
                context.Request.Url!.AbsolutePath[Base.Length..],
                context.Request.Headers["Lambda-Runtime-Invocation-Id"],
                context.Request.Headers["Lambda-Runtime-Function-Error-Type"],
                await reader.ReadToEndAsync());
            context.Response.StatusCode = StatusOf(received);
            context.Response.Close();
            told.Writer.TryWrite(received);
        }
        catch (Exception gone) when (gone is OperationCanceledException or HttpListenerException or ObjectDisposedException)
        {
            // The test is over, or the function under test has hung up.
            context.Response.Abort();
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context, ScriptedNext next)
    {
        context.Response.StatusCode = next.Status;
        foreach (var (name, value) in next.Headers)
        {
            context.Response.AddHeader(name, value);
        }

        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(next.Body));
        context.Response.Close();
    }
}

/// <summary>One answer to <c>next</c>.</summary>
internal sealed record ScriptedNext(string Body)
{
    public int Status { get; init; } = 200;

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.Ordinal)
    {
        ["Lambda-Runtime-Aws-Request-Id"] = "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
    };

    public ScriptedNext With(string header, string value) => this with { Headers = new(Headers, StringComparer.Ordinal) { [header] = value } };
}

/// <summary>One post as it came, its path below <c>/2018-06-01/runtime/</c>.</summary>
internal sealed record Received(string Path, string? InvocationId, string? ErrorType, string Body);
