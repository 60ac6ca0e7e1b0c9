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

    /// <summary>Aborts; an upload that is gone already is no error.</summary>
    /// <exception cref="AmazonS3Exception">S3 refused it.</exception>
    public static async Task RunAsync(TracedS3Client client, string bucket, string key, string uploadId, CancellationToken cancellationToken)
    {
        for (var abort = 1; abort <= MostAborts; abort++)
        {
            try
            {
                await client.RemoveUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = uploadId }, cancellationToken);
            }
            catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return;
            }
        }
    }
}
