using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using static LogArchiver.LocalAws.S3.S3Answer;

namespace LogArchiver.LocalAws.S3;

/// <summary>What is done to buckets.</summary>
internal static class BucketOperations
{
    /// <summary>The owner of everything here.</summary>
    public static XElement Owner(string name = "Owner") => Element(name, Element("ID", "localaws"), Element("DisplayName", "localaws"));

    /// <summary>ListBuckets.</summary>
    public static Task ListAsync(S3Call call) => XmlAsync(
        call.Context,
        Element(
            "ListAllMyBucketsResult",
            Owner(),
            Element("Buckets", call.Store.Buckets.Select(bucket => Element(
                "Bucket", Element("Name", bucket.Facts.Name), Element("CreationDate", Moment(bucket.Facts.Created)))))));

    /// <summary>CreateBucket. A second time is a conflict, but not in us-east-1, where S3 has always let it pass.</summary>
    public static async Task CreateAsync(S3Call call)
    {
        var (root, _) = await call.XmlAsync();
        var region = root is null ? null : S3Call.Child(root, "LocationConstraint");
        if (!call.Store.TryCreate(call.BucketName, region) && S3Signature.RegionOf(call.Request, call.Store.Now) != "us-east-1")
        {
            throw new S3FaultException(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.")
            {
                Details = [("BucketName", call.BucketName)],
            };
        }

        call.Response.Headers.Location = "/" + call.BucketName;
    }

    /// <summary>HeadBucket.</summary>
    public static Task HeadAsync(S3Call call)
    {
        call.Response.Headers["x-amz-bucket-region"] = call.Bucket.Facts.Region ?? "us-east-1";
        call.Response.ContentType = "application/xml";
        return Task.CompletedTask;
    }

    /// <summary>DeleteBucket.</summary>
    public static Task DeleteAsync(S3Call call)
    {
        call.Store.Delete(call.BucketName);
        call.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>GetBucketLocation; us-east-1 is written as nothing.</summary>
    public static Task LocationAsync(S3Call call) =>
        XmlAsync(call.Context, Element("LocationConstraint", call.Bucket.Facts.Region is { } region and not "us-east-1" ? region : null));

    /// <summary>A setting that no bucket here has: said in the way S3 says it of each.</summary>
    public static Task SubresourceAsync(S3Call call)
    {
        _ = call.Bucket;
        return XmlAsync(call.Context, S3Route.Unset(call.Request.Query) switch
        {
            "versioning" => Element("VersioningConfiguration"),
            "logging" => Element("BucketLoggingStatus"),
            "notification" => Element("NotificationConfiguration"),
            "requestPayment" => Element("RequestPaymentConfiguration", Element("Payer", "BucketOwner")),
            "encryption" => Element("ServerSideEncryptionConfiguration", Element("Rule", Element(
                "ApplyServerSideEncryptionByDefault", Element("SSEAlgorithm", "AES256")), Element("BucketKeyEnabled", "false"))),
            "cors" => throw Unset(call, "NoSuchCORSConfiguration", "CORS configuration"),
            "lifecycle" => throw Unset(call, "NoSuchLifecycleConfiguration", "lifecycle configuration"),
            "object-lock" => throw Unset(call, "ObjectLockConfigurationNotFoundError", "Object Lock configuration"),
            "ownershipControls" => throw Unset(call, "OwnershipControlsNotFoundError", "bucket ownership controls"),
            "policy" or "policyStatus" => throw Unset(call, "NoSuchBucketPolicy", "bucket policy"),
            "publicAccessBlock" => throw Unset(call, "NoSuchPublicAccessBlockConfiguration", "public access block configuration"),
            "replication" => throw Unset(call, "ReplicationConfigurationNotFoundError", "replication configuration"),
            "tagging" => throw Unset(call, "NoSuchTagSet", "TagSet"),
            _ => throw Unset(call, "NoSuchWebsiteConfiguration", "website configuration"),
        });
    }

    private static S3FaultException Unset(S3Call call, string code, string what) =>
        new(404, code, $"The {what} does not exist.") { Details = [("BucketName", call.BucketName)] };
}
