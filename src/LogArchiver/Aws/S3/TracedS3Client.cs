using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using LogArchiver.Pack;

namespace LogArchiver.Aws.S3;

/// <summary>The SDK's client, noting in the <see cref="WriteTrace"/> of each write what its cleaning up needs to know.</summary>
/// <remarks>TransferUtility blocks its thread while it cleans up, so nothing in here may need to come back to that thread: a host
/// with a synchronisation context, as test runners have, would stand still.</remarks>
internal sealed class TracedS3Client : AmazonS3Client
{
    /// <summary>How long the answer to a multipart upload's beginning is awaited after cancellation: only the answer names what
    /// has to be aborted.</summary>
    public static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>With the credentials that the environment gives.</summary>
    public TracedS3Client(AmazonS3Config config, TimeProvider clock) : base(WithChecksumsOnRequest(config)) => Clock = clock;

    /// <summary>With given credentials.</summary>
    public TracedS3Client(AWSCredentials credentials, AmazonS3Config config, TimeProvider clock)
        : base(credentials, WithChecksumsOnRequest(config)) => Clock = clock;

    /// <summary>Told at each attempt of a custom endpoint where nobody listens; null for nobody.</summary>
    public Action<Uri>? Refused { get; init; }

    /// <summary>The time by which its requests are awaited.</summary>
    public TimeProvider Clock { get; }

    /// <inheritdoc/>
    public override async Task<InitiateMultipartUploadResponse> InitiateMultipartUploadAsync(
        InitiateMultipartUploadRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, Clock);
        using var registration = cancellationToken.UnsafeRegister(_ => patience.CancelAfter(AnswerPatience), null);
        var begun = await base.InitiateMultipartUploadAsync(request, patience.Token).ConfigureAwait(false);
        WriteTrace.Current?.UploadIds.Enqueue(begun.UploadId);
        return begun;
    }

    /// <inheritdoc/>
    /// <remarks>TransferUtility asks for a checksum of each part, and the SDK computes it byte by byte: a tenth of all CPU time of a
    /// day. S3 compares one that is given just as well.</remarks>
    public override async Task<UploadPartResponse> UploadPartAsync(UploadPartRequest request, CancellationToken cancellationToken = default)
    {
        if (request.ChecksumAlgorithm == ChecksumAlgorithm.CRC32
            && string.IsNullOrEmpty(request.ChecksumCRC32)
            && request is { FilePath: { Length: > 0 } path, FilePosition: { } position, PartSize: { } bytes })
        {
            request.ChecksumCRC32 = await FileChecksum.OfAsync(path, position, bytes, cancellationToken).ConfigureAwait(false);
        }

        return await base.UploadPartAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>TransferUtility passes the checksum on without saying that it is the whole object's.</remarks>
    public override Task<CompleteMultipartUploadResponse> CompleteMultipartUploadAsync(
        CompleteMultipartUploadRequest request, CancellationToken cancellationToken = default)
    {
        if (!string.IsNullOrEmpty(request.ChecksumCRC32))
        {
            request.ChecksumType = ChecksumType.FULL_OBJECT;
        }

        return base.CompleteMultipartUploadAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Does nothing for an upload that is followed. TransferUtility blocks its thread on this call, in the midst of the
    /// HTTP client's own work, and then the answer may never be read: a refused part would make the archiver stand still for
    /// ever. <see cref="S3Upload"/> removes what is unfinished itself, by <see cref="RemoveUploadAsync"/>.</remarks>
    public override Task<AbortMultipartUploadResponse> AbortMultipartUploadAsync(
        AbortMultipartUploadRequest request, CancellationToken cancellationToken = default) =>
        WriteTrace.Current?.UploadIds.Contains(request.UploadId) == true
            ? Task.FromResult(new AbortMultipartUploadResponse())
            : RemoveUploadAsync(request, cancellationToken);

    /// <summary>Aborts an upload.</summary>
    public Task<AbortMultipartUploadResponse> RemoveUploadAsync(
        AbortMultipartUploadRequest request, CancellationToken cancellationToken) =>
        base.AbortMultipartUploadAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<RetryHandler>(new LostAnswerHandler());
        pipeline.AddHandlerAfter<RetryHandler>(new RefusedConnections(() => Refused));
    }

    /// <summary>The SDK would have the checksum of every answer that may have one. A request for a range is not to: stores that answer it
    /// with the checksum of the whole object would seem to have sent wrong bytes.</summary>
    private static AmazonS3Config WithChecksumsOnRequest(AmazonS3Config config)
    {
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return config;
    }

    /// <summary>Stands within the retries, and so sees each attempt.</summary>
    private sealed class LostAnswerHandler : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            try
            {
                return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            }
            catch (Exception thrown) when (WriteTrace.Current is { } trace && thrown is not OperationCanceledException)
            {
                trace.AnswerLost |= MayHaveBeenObeyed(thrown) && IsWrite(executionContext);
                trace.FailedOperation = OperationOf(executionContext) ?? trace.FailedOperation;
                throw;
            }
            catch (OperationCanceledException) when (WriteTrace.Current is not null && IsWrite(executionContext))
            {
                WriteTrace.Current.AnswerLost = true;
                throw;
            }
        }

        // Clearing up is told apart: what went wrong before it is the cause.
        private static string? OperationOf(IExecutionContext context) => context.RequestContext.OriginalRequest switch
        {
            InitiateMultipartUploadRequest => "CreateMultipartUpload",
            UploadPartRequest => "UploadPart",
            CompleteMultipartUploadRequest => "CompleteMultipartUpload",
            PutObjectRequest => "PutObject",
            _ => null,
        };

        private static bool IsWrite(IExecutionContext context) =>
            context.RequestContext.OriginalRequest is PutObjectRequest or CompleteMultipartUploadRequest or DeleteObjectRequest;

        private static bool MayHaveBeenObeyed(Exception thrown) =>
            thrown is not AmazonServiceException { StatusCode: >= System.Net.HttpStatusCode.BadRequest and < System.Net.HttpStatusCode.InternalServerError };
    }
}
