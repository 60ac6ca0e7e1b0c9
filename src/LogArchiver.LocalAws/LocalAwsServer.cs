using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws;

/// <summary>CloudWatch Logs, S3 and the Lambda Runtime API on one loopback port, spoken to over HTTP by the real clients.</summary>
public sealed class LocalAwsServer : IAsyncDisposable
{
    private LocalAwsServer(Uri endpoint) => Endpoint = endpoint;

    /// <summary>Such as <c>http://127.0.0.1:40123</c>: the value for AWS_ENDPOINT_URL.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts listening.</summary>
    public static Task<LocalAwsServer> StartAsync(LocalAwsOptions options, CancellationToken cancellationToken) =>
        Task.FromException<LocalAwsServer>(new NotSupportedException(options.ToString()));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>How LocalAws is to be.</summary>
public sealed record LocalAwsOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder in which objects are kept as plain files a person can open: <c>{folder}/s3/{bucket}/{key}</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>The time, for ages and quotas.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>One service of LocalAws: takes the requests that are its own.</summary>
internal interface ILocalService
{
    /// <summary>Whether the request is for this service. Asked in a fixed order: Runtime API, Logs, then S3, which takes the rest.</summary>
    bool Takes(HttpRequest request);

    /// <summary>Answers it.</summary>
    Task HandleAsync(HttpContext context);
}
