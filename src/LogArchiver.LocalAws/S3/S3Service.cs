using System.Collections.Immutable;
using LogArchiver.LocalAws.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LogArchiver.LocalAws.S3;

/// <summary>S3 on loopback, as far as archives need it: buckets, objects, multipart uploads, listings, conditions and checksums.
/// Objects are plain files below <c>{folder}/s3/{bucket}</c> and are found again after a restart.</summary>
/// <remarks>Requests must be signed, but signatures are not verified: any credentials do.</remarks>
public sealed class S3Service : ILocalService, IExportBucket
{
    private readonly Lazy<S3Store> lazyStore;
    private ImmutableList<Denial> denials = [];

    // The folder is touched only once somebody uses S3.
    internal S3Service(LocalAwsOptions options) =>
        lazyStore = new Lazy<S3Store>(() => new S3Store(new S3Folders(options.Folder), options.Clock));

    /// <summary>Makes a bucket, unless it is there.</summary>
    /// <param name="name">A name that S3 allows.</param>
    /// <param name="region">Its Region: requests signed for another are redirected, as S3 does. Null takes all.</param>
    /// <exception cref="ArgumentException">S3 does not allow the name.</exception>
    public void CreateBucket(string name, string? region = null)
    {
        if (!BucketName.IsValid(name))
        {
            throw new ArgumentException($"'{name}' is no name for a bucket: 3 to 63 lower-case letters, digits, dots and hyphens.", nameof(name));
        }

        Store.TryCreate(name, region);
    }

    /// <summary>The file that holds an object's bytes, or would hold them.</summary>
    /// <exception cref="ArgumentException">There is no such bucket.</exception>
    public string PathOf(string bucket, string key) =>
        (Store.TryBucket(bucket) ?? throw new ArgumentException($"There is no bucket '{bucket}'.", nameof(bucket))).PathOf(key);

    /// <summary>The keys of the multipart uploads that were begun and neither completed nor aborted.</summary>
    public IReadOnlyList<string> OpenUploads(string bucket) => [.. Store.UploadsOf(bucket).Select(upload => upload.Facts.Key)];

    /// <summary>From now on refuses, as a bucket policy or a key policy would, until the answer is disposed of.</summary>
    /// <param name="bucket">The bucket, or <c>*</c> for all.</param>
    /// <param name="operation">An operation such as <c>PutObject</c>, a permission such as <c>s3:PutObject</c> (which uploads in parts
    /// need too), or <c>*</c> for all.</param>
    /// <param name="code">The error code.</param>
    /// <param name="message">The message.</param>
    /// <param name="status">The HTTP status.</param>
    public IDisposable Deny(
        string bucket, string operation = "*", string code = "AccessDenied", string message = "Access Denied", int status = 403)
    {
        var denial = new Denial(bucket, operation, code, message, status, this);
        ImmutableInterlocked.Update(ref denials, list => list.Add(denial));
        return denial;
    }

    bool IExportBucket.Exists(string bucket) => Store.TryBucket(bucket) is not null;

    void IExportBucket.Write(string bucket, string key, byte[] content) => PutFromWithin.Write(Store, bucket, key, content);

    bool ILocalService.Takes(HttpRequest request) => true;

    async Task ILocalService.HandleAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers["x-amz-request-id"] = context.TraceIdentifier;
        response.Headers["x-amz-id-2"] = "LocalAws/" + context.TraceIdentifier;
        response.Headers.Server = "AmazonS3";
        var address = new S3Address(null, null);
        try
        {
            address = S3Address.Parse(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, context.Request.Host.Host);
            var call = new S3Call(context, address, S3Route.Operation(context.Request, address), Store);
            S3Signature.Check(context.Request, Store.Now, address.Bucket is { } name ? Store.TryBucket(name)?.Facts : null);
            Refuse(call);
            await RunAsync(call);
        }
        catch (S3FaultException fault) when (!response.HasStarted)
        {
            await S3Answer.ErrorAsync(context, fault, address.Resource);
        }
    }

    private S3Store Store => lazyStore.Value;

    private static Task RunAsync(S3Call call) => call.Operation switch
    {
        "ListBuckets" => BucketOperations.ListAsync(call),
        "CreateBucket" => BucketOperations.CreateAsync(call),
        "HeadBucket" => BucketOperations.HeadAsync(call),
        "DeleteBucket" => BucketOperations.DeleteAsync(call),
        "GetBucketLocation" => BucketOperations.LocationAsync(call),
        "GetBucketSubresource" => BucketOperations.SubresourceAsync(call),
        "ListObjects" => ListOperations.FirstVersionAsync(call),
        "ListObjectsV2" => ListOperations.SecondVersionAsync(call),
        "GetObject" or "HeadObject" => GetOperation.GetAsync(call),
        "GetObjectTagging" => GetOperation.TaggingAsync(call),
        "PutObject" => PutOperations.PutAsync(call),
        "CopyObject" => PutOperations.CopyAsync(call),
        "DeleteObject" => DeleteOperations.DeleteAsync(call),
        "DeleteObjects" => DeleteOperations.DeleteManyAsync(call),
        "CreateMultipartUpload" => MultipartOperations.CreateAsync(call),
        "UploadPart" => MultipartOperations.UploadPartAsync(call),
        "CompleteMultipartUpload" => CompleteOperation.CompleteAsync(call),
        "AbortMultipartUpload" => MultipartOperations.AbortAsync(call),
        "ListParts" => MultipartOperations.ListPartsAsync(call),
        _ => MultipartOperations.ListUploadsAsync(call),
    };

    private void Refuse(S3Call call)
    {
        var action = S3Route.Action(call.Operation);
        if (denials.Find(denial =>
            (denial.Bucket == "*" || denial.Bucket == call.Address.Bucket)
            && (denial.Operation == "*" || denial.Operation == call.Operation || denial.Operation == action)) is { } hit)
        {
            throw new S3FaultException(hit.Status, hit.Code, hit.Message);
        }
    }

    private sealed record Denial(string Bucket, string Operation, string Code, string Message, int Status, S3Service Service) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref Service.denials, list => list.Remove(this));
    }
}
