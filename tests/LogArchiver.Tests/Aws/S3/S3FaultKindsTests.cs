using LogArchiver.Aws.S3;
using LogArchiver.Ports;

namespace LogArchiver.Tests.Aws.S3;

public sealed class S3FaultKindsTests
{
    [Theory]
    [InlineData("SlowDown", 503, FaultKind.Throttled)]
    [InlineData("ThrottlingException", 400, FaultKind.Throttled)]
    [InlineData(null, 429, FaultKind.Throttled)]
    [InlineData("InternalError", 200, FaultKind.Transient)]
    [InlineData("InternalError", 500, FaultKind.Transient)]
    [InlineData("ServiceUnavailable", 503, FaultKind.Transient)]
    [InlineData("RequestTimeout", 400, FaultKind.Transient)]
    [InlineData("ConditionalRequestConflict", 409, FaultKind.Transient)]
    [InlineData(null, 502, FaultKind.Transient)]
    [InlineData("AccessDenied", 403, FaultKind.AccessDenied)]
    [InlineData("ExpiredToken", 400, FaultKind.AccessDenied)]
    [InlineData("InvalidAccessKeyId", 403, FaultKind.AccessDenied)]
    [InlineData("", 403, FaultKind.AccessDenied)]
    [InlineData("NoSuchBucket", 404, FaultKind.NotFound)]
    [InlineData("NoSuchKey", 404, FaultKind.NotFound)]
    [InlineData("", 404, FaultKind.NotFound)]
    [InlineData("NotImplemented", 501, FaultKind.NotSupported)]
    [InlineData("RequestTimeTooSkewed", 403, FaultKind.Permanent)]
    [InlineData("BadDigest", 400, FaultKind.Permanent)]
    [InlineData("EntityTooLarge", 400, FaultKind.Permanent)]
    [InlineData("PreconditionFailed", 412, FaultKind.Permanent)]
    public void A_code_tells_the_kind_and_the_status_where_there_is_none(string? code, int status, FaultKind kind) =>
        Assert.Equal(kind, S3FaultKinds.Of(code, status));

    [Theory]
    [InlineData("ListObjectsV2", null, "AccessDenied", "s3:ListBucket on arn:aws:s3:::logs")]
    [InlineData("PutObject", "a/b", "AccessDenied", "s3:PutObject on arn:aws:s3:::logs/a/b (with If-Match also s3:GetObject)")]
    [InlineData("CompleteMultipartUpload", "a", "AccessDenied", "s3:PutObject on arn:aws:s3:::logs/a (with If-Match also s3:GetObject)")]
    [InlineData("AbortMultipartUpload", "a", "AccessDenied", "s3:AbortMultipartUpload on arn:aws:s3:::logs/a")]
    [InlineData("HeadObject", "a", "", "s3:GetObject on arn:aws:s3:::logs/a, and s3:ListBucket on arn:aws:s3:::logs")]
    public void A_refusal_names_the_permission_that_is_missing(string operation, string? key, string said, string permission) =>
        Assert.Equal(permission, S3Permission.Missing(operation, "logs", key, said, "aws"));

    [Fact]
    public void A_refusal_that_speaks_of_kms_names_the_permission_on_the_key() =>
        Assert.StartsWith(
            "kms:GenerateDataKey",
            S3Permission.Missing("PutObject", "logs", "a", "AccessDenied User is not authorized to perform: kms:GenerateDataKey", "aws"),
            StringComparison.Ordinal);
}
