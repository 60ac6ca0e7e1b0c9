using Amazon.Runtime;
using Amazon.S3;
using LogArchiver.Aws.S3;

namespace LogArchiver.Contracts.Tests.Store;

/// <summary>The product's client, pointed at a server on this machine.</summary>
internal static class S3Client
{
    public const string Region = "us-east-1";

    public static TracedS3Client Connect(Uri endpoint, RequestChecksumCalculation checksums = RequestChecksumCalculation.WHEN_SUPPORTED) =>
        new(
            new BasicAWSCredentials("test", "test"),
            new AmazonS3Config
            {
                ServiceURL = endpoint.ToString(),
                AuthenticationRegion = Region,
                ForcePathStyle = S3Endpoint.NeedsPathStyle(endpoint),
                RequestChecksumCalculation = checksums,
            },
            TimeProvider.System);

    public static S3ArchiveStore Open(Uri endpoint, string bucket) => new(Connect(endpoint), bucket, Region, TimeProvider.System, new Random(1));

    public static async Task<IReadOnlyList<string>> UnfinishedUploadsAsync(IAmazonS3 client, string bucket)
    {
        var found = await client.ListMultipartUploadsAsync(new Amazon.S3.Model.ListMultipartUploadsRequest { BucketName = bucket });
        return [.. (found.MultipartUploads ?? []).Select(upload => upload.Key)];
    }
}
