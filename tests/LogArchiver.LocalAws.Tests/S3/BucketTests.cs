using System.Text;

namespace LogArchiver.LocalAws.Tests.S3;

public sealed class BucketTests
{
    [Fact]
    public async Task A_listing_pages_by_the_bytes_of_the_keys_and_rolls_up()
    {
        await using var wire = await S3Wire.StartAsync();
        string[] keys = ["a/1", "a/2", "b", "c/1", "\uFFFD", "\U0001F600"];
        foreach (var key in keys)
        {
            await wire.PutAsync(Uri.EscapeDataString(key), "x");
        }

        var listed = new List<string>();
        var token = "";
        do
        {
            var page = await wire.GetAsync($"?list-type=2&max-keys=2{token}");
            listed.AddRange(page.Values("Key"));
            token = page.Values("NextContinuationToken").Select(next => "&continuation-token=" + Uri.EscapeDataString(next)).FirstOrDefault("");
        }
        while (token.Length > 0);

        Assert.Equal(keys, listed);
        var first = await wire.GetAsync("?list-type=2&delimiter=/&max-keys=2&encoding-type=url");
        Assert.Equal(["a/", "b"], first.Values("CommonPrefixes").Concat(first.Values("Key")));
        var next1 = await wire.GetAsync("?list-type=2&delimiter=/&max-keys=2&encoding-type=url&continuation-token=" + Uri.EscapeDataString(first.Value("NextContinuationToken")));
        Assert.Equal(["c/", "%EF%BF%BD"], next1.Values("CommonPrefixes").Concat(next1.Values("Key")));
        Assert.Equal(["a/2", "b"], (await wire.GetAsync("?list-type=2&start-after=a/1&max-keys=2")).Values("Key"));
        Assert.Equal(["a/2"], (await wire.GetAsync("?prefix=a/&marker=a/1")).Values("Key"));
    }

    [Theory]
    [InlineData("GET", "/missing-bucket/k", 404, "NoSuchBucket")]
    [InlineData("GET", "/logs-archive/missing", 404, "NoSuchKey")]
    [InlineData("PUT", "/Bad_Name", 400, "InvalidBucketName")]
    [InlineData("PUT", "/logs-archive", 409, "BucketAlreadyOwnedByYou")]
    [InlineData("GET", "/logs-archive?policy", 404, "NoSuchBucketPolicy")]
    [InlineData("GET", "/logs-archive?versions", 501, "NotImplemented")]
    [InlineData("PATCH", "/logs-archive/k", 405, "MethodNotAllowed")]
    [InlineData("GET", "/logs-archive?list-type=2&max-keys=x", 400, "InvalidArgument")]
    public async Task A_refusal_has_the_code_and_the_shape_of_S3(string method, string target, int status, string code)
    {
        await using var wire = await S3Wire.StartAsync();

        var reply = await wire.SendAsync(method, target, method == "PUT" ? [] : null);

        reply.Is(status, code);
        Assert.Equal(reply.Headers["x-amz-request-id"], reply.Value("RequestId"));
        Assert.NotEmpty(reply.Headers["x-amz-id-2"]);
        Assert.NotEmpty(reply.Value("Message"));
    }

    [Fact]
    public async Task An_error_to_HEAD_has_no_body()
    {
        await using var wire = await S3Wire.StartAsync();

        var reply = await wire.SendAsync("HEAD", $"/{S3Wire.Bucket}/missing", null);

        Assert.Equal((404, 0), (reply.Status, reply.Body.Length));
    }

    [Fact]
    public async Task An_unsigned_request_is_refused()
    {
        await using var wire = await S3Wire.StartAsync();

        (await wire.GetAsync("k", ("Authorization", ""))).Is(403, "AccessDenied");
    }

    [Theory]
    [InlineData("AWSAccessKeyId=a&Signature=s&Expires=1795140899", 403)]
    [InlineData("AWSAccessKeyId=a&Signature=s&Expires=1999999999", 200)]
    [InlineData("X-Amz-Signature=s&X-Amz-Credential=a/20261120/eu-west-1/s3/aws4_request&X-Amz-Date=20261120T021400Z&X-Amz-Expires=59", 403)]
    [InlineData("X-Amz-Signature=s&X-Amz-Credential=a/20261120/eu-west-1/s3/aws4_request&X-Amz-Date=20261120T021400Z&X-Amz-Expires=60", 200)]
    public async Task A_presigned_request_counts_until_it_expires(string query, int status)
    {
        await using var wire = await S3Wire.StartAsync();
        await wire.PutAsync("k", "x");

        Assert.Equal(status, (await wire.GetAsync($"k?{query}", ("Authorization", ""))).Status);
    }

    [Fact]
    public async Task A_denied_permission_is_refused_until_it_is_given_back()
    {
        await using var wire = await S3Wire.StartAsync();
        using (wire.Server.S3.Deny(S3Wire.Bucket, "s3:PutObject", message: "not authorized to perform: kms:GenerateDataKey"))
        {
            var refused = await wire.SendAsync("POST", $"/{S3Wire.Bucket}/k?uploads", []);
            refused.Is(403, "AccessDenied");
            Assert.Equal("not authorized to perform: kms:GenerateDataKey", refused.Value("Message"));
            Assert.Equal(404, (await wire.GetAsync("k")).Status);
        }

        Assert.Equal(200, (await wire.PutAsync("k", "x")).Status);
    }

    [Fact]
    public async Task A_bucket_of_another_Region_says_which()
    {
        await using var wire = await S3Wire.StartAsync();
        wire.Server.S3.CreateBucket("far-away", "ap-northeast-2");

        var reply = await wire.SendAsync("GET", "/far-away/k", null);

        reply.Is(301, "PermanentRedirect");
        Assert.Equal("ap-northeast-2", reply.Headers["x-amz-bucket-region"]);
    }

    [Fact]
    public async Task A_bucket_may_be_named_by_the_host()
    {
        await using var wire = await S3Wire.StartAsync();
        await wire.PutAsync("a/b", "x");

        Assert.Equal("x", (await wire.SendAsync("GET", "/a/b", null, ("Host", $"{S3Wire.Bucket}.localhost"))).Text);
    }

    [Fact]
    public async Task Many_objects_are_deleted_at_once_and_a_bucket_only_when_it_is_empty()
    {
        await using var wire = await S3Wire.StartAsync();
        await wire.PutAsync("a", "x");
        (await wire.SendAsync("DELETE", $"/{S3Wire.Bucket}", null)).Is(409, "BucketNotEmpty");
        var body = Encoding.UTF8.GetBytes("<Delete><Object><Key>a</Key></Object><Object><Key>never</Key></Object></Delete>");
        (await wire.SendAsync("POST", $"/{S3Wire.Bucket}?delete", body)).Is(400, "InvalidRequest");

        var reply = await wire.SendAsync("POST", $"/{S3Wire.Bucket}?delete", body, ("x-amz-checksum-crc32", S3Wire.Sum(LocalAws.S3.ChecksumAlgorithm.Crc32, body)));

        Assert.Equal(["a", "never"], reply.Values("Key"));
        Assert.Equal(204, (await wire.SendAsync("DELETE", $"/{S3Wire.Bucket}", null)).Status);
    }
}
