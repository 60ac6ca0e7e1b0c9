using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>Which operations of AWS the archiver's compiled code can ask for, read from the assembly, so that no list has to be kept.</summary>
internal static class CodeInventory
{
    /// <summary>The permission each operation of S3 needs (source: Required permissions for Amazon S3 API operations).</summary>
    public static readonly IReadOnlyDictionary<string, string> ActionOfS3 = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ListObjectsV2"] = "s3:ListBucket",
        ["HeadObject"] = "s3:GetObject",
        ["GetObject"] = "s3:GetObject",
        ["PutObject"] = "s3:PutObject",
        ["DeleteObject"] = "s3:DeleteObject",
        ["CreateMultipartUpload"] = "s3:PutObject",
        ["UploadPart"] = "s3:PutObject",
        ["CompleteMultipartUpload"] = "s3:PutObject",
        ["AbortMultipartUpload"] = "s3:AbortMultipartUpload",
        ["ListMultipartUploads"] = "s3:ListBucketMultipartUploads",
        ["ListParts"] = "s3:ListMultipartUploadParts",
    };

    /// <summary>What the SDK calls otherwise than S3 does.</summary>
    private static readonly Dictionary<string, string[]> OperationsOf = new(StringComparer.Ordinal)
    {
        ["GetObjectMetadata"] = ["HeadObject"],
        ["InitiateMultipartUpload"] = ["CreateMultipartUpload"],
        ["UploadWithResponse"] = ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "AbortMultipartUpload"],
    };

    private static readonly string[] ClientsOfS3 = ["Amazon.S3.AmazonS3Client", "Amazon.S3.IAmazonS3", "Amazon.S3.Transfer.TransferUtility"];

    /// <summary>The permissions that the code needs.</summary>
    public static IEnumerable<string> Actions() => LogsOperations().Select(operation => $"logs:{operation}")
        .Concat(S3Operations().Select(operation => ActionOfS3[operation])).Distinct(StringComparer.Ordinal);

    /// <summary>Operations of CloudWatch Logs: every one is a constant, and its name is its permission's.</summary>
    public static IEnumerable<string> LogsOperations() => typeof(Archiver).Assembly.GetType("LogArchiver.Aws.Logs.LogsOperations", throwOnError: true)!
        .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    /// <summary>Operations of S3: what the assembly's code refers to of the SDK's clients.</summary>
    public static IEnumerable<string> S3Operations()
    {
        const string Suffix = "Async";
        return MembersUsed().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length])
            .SelectMany(name => OperationsOf.GetValueOrDefault(name) ?? [name]).Distinct(StringComparer.Ordinal);
    }

    private static List<string> MembersUsed()
    {
        using var file = new PEReader(File.OpenRead(typeof(Archiver).Assembly.Location));
        var metadata = file.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Where(member => ClientsOfS3.Contains(NameOf(metadata, (TypeReferenceHandle)member.Parent), StringComparer.Ordinal))
            .Select(member => metadata.GetString(member.Name))];
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
