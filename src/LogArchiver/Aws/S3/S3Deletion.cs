using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>Deletes an object that is still what it was.</summary>
internal sealed class S3Deletion(IAmazonS3 client, string bucket, S3Faults faults, IArchiveStore store)
{
    /// <summary>Deletes; see <see cref="IArchiveStore.TryDeleteAsync"/>.</summary>
    /// <remarks>S3 compares the entity tag itself (<c>If-Match</c> on DeleteObject, general purpose buckets). Stores that speak its
    /// protocol may take no notice of that, so the object is looked at first: on them a rival's write between the two requests is
    /// lost, on S3 it is not. The look is also what tells an object that is gone, which S3 calls deleted.</remarks>
    public async Task<bool> TryAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        if (condition.IfMatch is not { } etag || !await IsStoredAsync(key, etag, cancellationToken))
        {
            return false;
        }

        var trace = WriteTrace.Begin();
        try
        {
            await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key, IfMatch = etag }, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception answer) when (answer.ErrorCode == "NoSuchKey")
        {
            // Gone meanwhile: by our own first attempt, where its answer was lost.
            return trace.AnswerLost;
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            var fault = faults.From(thrown, "DeleteObject", key);
            var isConflict = S3FaultKinds.IsRefusedCondition(fault.Code, fault.HttpStatus ?? 0);
            return isConflict && !await IsStoredAsync(key, etag, cancellationToken) ? false : throw fault;
        }
    }

    private async Task<bool> IsStoredAsync(string key, string etag, CancellationToken cancellationToken) =>
        (await store.TryDescribeAsync(key, cancellationToken))?.ETag == etag;
}
