using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using LogArchiver.LocalAws.Faults;
using ChecksumAlgorithm = LogArchiver.LocalAws.S3.ChecksumAlgorithm;

namespace LogArchiver.LocalAws.Tests.S3;

/// <summary>The AWS SDK for .NET as the client.</summary>
public sealed class SdkTests
{
    private const int FileBytes = 17 << 20;

    [Fact]
    public async Task A_file_of_17_MiB_goes_up_in_parts_with_a_checksum_of_the_whole_and_only_once()
    {
        await using var wire = await S3Wire.StartAsync();
        using var client = ClientOf(wire);
        using var transfer = new TransferUtility(client);
        var content = S3Wire.Bytes(FileBytes);
        var path = Path.Combine(wire.Folder, "file");
        await File.WriteAllBytesAsync(path, content);

        await transfer.UploadAsync(UploadOf(path));

        Assert.True(wire.Server.Requests["UploadPart"] > 1);
        var described = await client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = S3Wire.Bucket, Key = "big", ChecksumMode = ChecksumMode.ENABLED });
        Assert.Equal(S3Wire.Sum(ChecksumAlgorithm.Crc32, content), described.ChecksumCRC32);
        Assert.Equal("FULL_OBJECT", described.ChecksumType.Value);
        using var got = await client.GetObjectAsync(S3Wire.Bucket, "big");
        using var back = new MemoryStream();
        await got.ResponseStream.CopyToAsync(back);
        Assert.Equal(content, back.ToArray());
        var again = await Assert.ThrowsAsync<AmazonS3Exception>(() => transfer.UploadAsync(UploadOf(path)));
        Assert.Equal("PreconditionFailed", again.ErrorCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(wire.Folder, "s3", ".uploads")));
    }

    [Fact]
    public async Task A_completion_that_answers_200_with_an_error_is_an_error_to_the_client()
    {
        await using var wire = await S3Wire.StartAsync();
        using var client = ClientOf(wire);
        var upload = await client.InitiateMultipartUploadAsync(S3Wire.Bucket, "k");
        wire.Server.Faults.Add(new FaultRule { Operation = "CompleteMultipartUpload", Effect = FaultEffect.OkWithError });

        var fault = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = S3Wire.Bucket, Key = "k", UploadId = upload.UploadId, PartETags = [new PartETag(1, "\"x\"")],
        }));

        Assert.Equal("InternalError", fault.ErrorCode);
    }

    [Fact]
    public async Task Small_objects_are_put_listed_copied_and_deleted()
    {
        await using var wire = await S3Wire.StartAsync();
        using var client = ClientOf(wire);
        const string Key = "a b/ö+&=~.txt";

        await client.PutObjectAsync(new PutObjectRequest { BucketName = S3Wire.Bucket, Key = Key, ContentBody = "text" });
        await client.CopyObjectAsync(S3Wire.Bucket, Key, S3Wire.Bucket, "copy");

        var listed = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = S3Wire.Bucket });
        Assert.Equal([Key, "copy"], listed.S3Objects.Select(found => found.Key));
        await client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = S3Wire.Bucket, Objects = [new KeyVersion { Key = Key }] });
        Assert.Equal("copy", (await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = S3Wire.Bucket })).S3Objects.Single().Key);
        var missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => client.GetObjectAsync(S3Wire.Bucket, Key));
        Assert.Equal("NoSuchKey", missing.ErrorCode);
    }

    private static AmazonS3Client ClientOf(S3Wire wire) => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonS3Config
        {
            ServiceURL = wire.Server.Endpoint.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0,
        });

    private static TransferUtilityUploadRequest UploadOf(string path) => new()
    {
        BucketName = S3Wire.Bucket, Key = "big", FilePath = path, PartSize = 5 << 20, IfNoneMatch = "*",
    };
}
