namespace LogArchiver.Aws.S3;

/// <summary>Names the permission that a refused request lacked, in the words of a policy.</summary>
internal static class S3Permission
{
    /// <summary>What to grant, such as <c>s3:PutObject on arn:aws:s3:::bucket/key</c>.</summary>
    /// <param name="operation">The API operation that was refused.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key; null where the operation is on the bucket.</param>
    /// <param name="said">S3's code and message: a refusal of the key service comes under S3's name and shows only there.</param>
    /// <param name="partition">The ARN partition: <c>aws</c>, <c>aws-cn</c> or <c>aws-us-gov</c>.</param>
    public static string Missing(string operation, string bucket, string? key, string said, string partition)
    {
        if (said.Contains("kms", StringComparison.OrdinalIgnoreCase))
        {
            return "kms:GenerateDataKey and kms:Decrypt on the key that encrypts the bucket "
                + "(S3 needs both for an upload in parts), in the role's policy and in the key's own";
        }

        var ofBucket = $"arn:{partition}:s3:::{bucket}";
        var ofObject = $"{ofBucket}/{key}";
        return operation switch
        {
            "ListObjectsV2" => $"s3:ListBucket on {ofBucket}",
            "ListMultipartUploads" => $"s3:ListBucketMultipartUploads on {ofBucket}",
            "AbortMultipartUpload" => $"s3:AbortMultipartUpload on {ofObject}",
            "DeleteObject" => $"s3:DeleteObject on {ofObject} (with If-Match also s3:GetObject)",

            // Without s3:ListBucket S3 answers 403 for an object that is not there at all.
            "GetObject" or "HeadObject" => $"s3:GetObject on {ofObject}, and s3:ListBucket on {ofBucket}",
            _ => $"s3:PutObject on {ofObject} (with If-Match also s3:GetObject)",
        };
    }
}
