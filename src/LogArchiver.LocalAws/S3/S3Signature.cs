using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>Looks at how a request is signed. The signature itself is taken on trust.</summary>
internal static class S3Signature
{
    private const string Version4 = "AWS4-HMAC-SHA256";

    /// <summary>Throws unless the request is signed, for the bucket's Region where it has one.</summary>
    public static void Check(HttpRequest request, DateTimeOffset now, BucketFacts? bucket)
    {
        var signed = RegionOf(request, now);
        if (bucket?.Region is { } region && region != signed)
        {
            throw new S3FaultException(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.")
            {
                Details = [("Bucket", bucket.Name), ("Endpoint", $"{bucket.Name}.s3.{region}.amazonaws.com")],
                Headers = [("x-amz-bucket-region", region)],
            };
        }
    }

    /// <summary>The Region a request is signed for.</summary>
    public static string RegionOf(HttpRequest request, DateTimeOffset now)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return request.Query.ContainsKey("X-Amz-Signature") ? OfPresigned(request.Query, now)
                : request.Query.ContainsKey("AWSAccessKeyId") && request.Query.ContainsKey("Signature") ? OfPresignedBefore(request.Query, now)
                : throw S3Faults.AccessDenied();
        }

        if (!authorization.StartsWith(Version4, StringComparison.Ordinal))
        {
            throw S3Faults.InvalidRequest($"The authorization mechanism you have provided is not supported. Please use {Version4}.");
        }

        if (!request.Headers.ContainsKey("x-amz-content-sha256"))
        {
            throw S3Faults.InvalidRequest("Missing required header for this request: x-amz-content-sha256");
        }

        const string Name = "Credential=";
        var start = authorization.IndexOf(Name, StringComparison.Ordinal);
        return OfScope(start < 0 ? "" : authorization[(start + Name.Length)..].Split(',')[0]);
    }

    private static string OfPresigned(IQueryCollection query, DateTimeOffset now)
    {
        var dated = DateTimeOffset.TryParseExact(
            query["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date);
        var lasts = int.TryParse(query["X-Amz-Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        return dated && lasts && date.AddSeconds(seconds) < now
            ? throw S3Faults.AccessDenied("Request has expired")
            : OfScope(query["X-Amz-Credential"].ToString());
    }

    /// <summary>Version 2, which boto3 still presigns with unless told otherwise; it names no Region, and lives in us-east-1.</summary>
    private static string OfPresignedBefore(IQueryCollection query, DateTimeOffset now) =>
        long.TryParse(query["Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end < now.ToUnixTimeSeconds()
            ? throw S3Faults.AccessDenied("Request has expired")
            : "us-east-1";

    /// <summary><c>key/date/region/s3/aws4_request</c>.</summary>
    private static string OfScope(string scope) => scope.Trim().Split('/') is [.., var region, "s3", "aws4_request"]
        ? region
        : throw new S3FaultException(400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the credential must name the date, the Region, s3 and aws4_request.");
}
