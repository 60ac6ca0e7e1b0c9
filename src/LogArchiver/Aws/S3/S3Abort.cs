using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace LogArchiver.Aws.S3;

/// <summary>Puts a multipart upload away for good.</summary>
internal static class S3Abort
{
    /// <summary>S3 may go on taking a part that was in flight when the upload was aborted, so aborting is repeated until the
    /// upload is no longer known (source: API reference of AbortMultipartUpload).</summary>
    private const int MostAborts = 3;

    /// <summary>How long one answer is awaited. After a refused part TransferUtility cancels the parts beside it, and the connection of
    /// one of them may be taken for the next request without its answer ever being read; another attempt gets another connection.</summary>
    private static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(3);

    /// <summary>Aborts; an upload that is gone already is no error.</summary>
    /// <exception cref="AmazonS3Exception">S3 refused it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or the last attempt was not answered.</exception>
    public static async Task RunAsync(TracedS3Client client, string bucket, string key, string uploadId, CancellationToken cancellationToken)
    {
        for (var abort = 1; abort <= MostAborts; abort++)
        {
            using var patience = new CancellationTokenSource(AttemptTime, client.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            try
            {
                await client.RemoveUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = uploadId }, either.Token);
            }
            catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && abort < MostAborts)
            {
                // Not answered; the next attempt may be.
            }
        }
    }
}
