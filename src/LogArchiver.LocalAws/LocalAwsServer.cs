using System.Net;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.LocalAws.Runtime;
using LogArchiver.LocalAws.S3;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LogArchiver.LocalAws;

/// <summary>CloudWatch Logs, S3 and the Lambda Runtime API on one loopback port, spoken to over HTTP by the real clients.</summary>
public sealed class LocalAwsServer : IAsyncDisposable
{
    private readonly KestrelServer kestrel;
    private readonly LocalAwsOptions options;
    private readonly LogsService logs;

    private LocalAwsServer(LocalAwsOptions options)
    {
        this.options = options;
        kestrel = new KestrelServer(
            Options.Create(ListenOn(options.Port)),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        Faults = new FaultScript(options.Seed, options.Faults);
        Endpoint = new Uri("http://127.0.0.1");
        S3 = new S3Service(options);
        logs = new LogsService(options, S3);
        Logs = new LocalLogs(logs.Groups);
        Runtime = new RuntimeService(options);
    }

    /// <summary>Such as <c>http://127.0.0.1:40123</c>: the value for AWS_ENDPOINT_URL.</summary>
    public Uri Endpoint { get; private set; }

    /// <summary>Fills CloudWatch Logs without going through HTTP.</summary>
    public LocalLogs Logs { get; }

    /// <summary>S3: buckets made, objects found as files, refusals, without going through HTTP.</summary>
    public S3Service S3 { get; }

    /// <summary>The Lambda Runtime API: invokes the function that asks it for work.</summary>
    public RuntimeService Runtime { get; }

    /// <summary>What goes wrong, and when. Rules may be added and cleared while requests are served.</summary>
    public FaultScript Faults { get; }

    /// <summary>Every request seen so far, counted by operation, those met by a fault included.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LocalAwsServer> StartAsync(LocalAwsOptions options, CancellationToken cancellationToken)
    {
        var server = new LocalAwsServer(options);
        try
        {
            await server.kestrel.StartAsync(server.MakeFrontDoor(), cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        var address = server.kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        server.Endpoint = new Uri(address);
        server.Runtime.Address = server.Endpoint.Authority;
        return server;
    }

    /// <summary>Stops at once: requests in flight are cut off, since a Runtime API client may be waiting in one for ever.</summary>
    public async ValueTask DisposeAsync()
    {
        await kestrel.StopAsync(new CancellationToken(canceled: true));
        kestrel.Dispose();
    }

    // The order is the dispatch: each service is asked in turn, and S3 takes the rest.
    private FrontDoor MakeFrontDoor() => new([Runtime, logs, S3], options, Faults, Requests);

    private static KestrelServerOptions ListenOn(int port)
    {
        var kestrelOptions = new KestrelServerOptions { AddServerHeader = false };

        // An object or a part may be of any size, and a test may read as slowly as it likes.
        kestrelOptions.Limits.MaxRequestBodySize = null;
        kestrelOptions.Limits.MinRequestBodyDataRate = null;
        kestrelOptions.Limits.MinResponseDataRate = null;
        kestrelOptions.Listen(IPAddress.Loopback, port);
        return kestrelOptions;
    }
}

/// <summary>One service of LocalAws: takes the requests that are its own.</summary>
internal interface ILocalService
{
    /// <summary>Whether the request is for this service. Asked in a fixed order: Runtime API, Logs, then S3, which takes the rest.</summary>
    bool Takes(HttpRequest request);

    /// <summary>Answers it. The request's id, already in the header <c>x-amzn-RequestId</c>, is <see cref="HttpContext.TraceIdentifier"/>.</summary>
    Task HandleAsync(HttpContext context);
}
