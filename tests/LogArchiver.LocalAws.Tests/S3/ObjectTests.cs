using System.Text;

namespace LogArchiver.LocalAws.Tests.S3;

public sealed class ObjectTests
{
    [Fact]
    public async Task An_object_is_a_plain_file_under_its_key_and_comes_back_with_its_headers()
    {
        await using var wire = await S3Wire.StartAsync();

        var put = await wire.PutAsync("dt=2026-11-19/a~b.json", "{}", ("Content-Type", "application/json"), ("x-amz-meta-Sha", "abc"));
        var got = await wire.GetAsync("dt=2026-11-19/a~b.json", ("x-amz-checksum-mode", "ENABLED"));

        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(wire.Folder, "s3", S3Wire.Bucket, "dt=2026-11-19", "a~b.json")));
        Assert.Equal("\"99914b932bd37a50b983c5e7c90ae93b\"", put.Headers["ETag"]);
        Assert.Equal("{}", got.Text);
        Assert.Equal("application/json", got.Headers["Content-Type"]);
        Assert.Equal("abc", got.Headers["x-amz-meta-sha"]);
        Assert.Equal(S3Wire.Sum(LocalAws.S3.ChecksumAlgorithm.Crc64Nvme, "{}"u8), got.Headers["x-amz-checksum-crc64nvme"]);
        Assert.Equal("FULL_OBJECT", got.Headers["x-amz-checksum-type"]);
        Assert.Equal("Fri, 20 Nov 2026 02:15:00 GMT", got.Headers["Last-Modified"]);
    }

    [Theory]
    [InlineData("abcdefghij")]
    [InlineData("abc")]
    public async Task A_file_that_was_changed_by_hand_comes_back_as_it_is_with_the_checksum_of_its_writer(string changed)
    {
        await using var wire = await S3Wire.StartAsync();
        await wire.PutAsync("k", "abcdefgh");
        await File.WriteAllTextAsync(Path.Combine(wire.Folder, "s3", S3Wire.Bucket, "k"), changed);

        var got = await wire.GetAsync("k", ("x-amz-checksum-mode", "ENABLED"));

        Assert.Equal(changed, got.Text);
        Assert.Equal(S3Wire.Sum(LocalAws.S3.ChecksumAlgorithm.Crc64Nvme, "abcdefgh"u8), got.Headers["x-amz-checksum-crc64nvme"]);
    }

    [Theory]
    [InlineData("bytes=2-4", 206, "cde", "bytes 2-4/8")]
    [InlineData("bytes=5-", 206, "fgh", "bytes 5-7/8")]
    [InlineData("bytes=-3", 206, "fgh", "bytes 5-7/8")]
    [InlineData("bytes=-99", 206, "abcdefgh", "bytes 0-7/8")]
    [InlineData("bytes=6-99", 206, "gh", "bytes 6-7/8")]
    [InlineData("bytes=4-2", 200, "abcdefgh", null)]
    [InlineData("bytes=0-1,3-4", 200, "abcdefgh", null)]
    public async Task A_range_is_answered_with_its_bytes(string range, int status, string text, string? contentRange)
    {
        await using var wire = await S3Wire.StartAsync();
        await wire.PutAsync("k", "abcdefgh");

        var got = await wire.GetAsync("k", ("Range", range));

        Assert.Equal((status, text, contentRange), (got.Status, got.Text, got.Headers.GetValueOrDefault("Content-Range")));
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_refused()
    {
        await using var wire = await S3Wire.StartAsync();
        await wire.PutAsync("k", "abcdefgh");

        (await wire.GetAsync("k", ("Range", "bytes=8-"))).Is(416, "InvalidRange");
    }

    [Fact]
    public async Task A_read_keeps_its_conditions()
    {
        await using var wire = await S3Wire.StartAsync();
        var etag = (await wire.PutAsync("k", "x")).Headers["ETag"];

        (await wire.GetAsync("k", ("If-Match", "\"other\""))).Is(412, "PreconditionFailed");
        Assert.Equal(200, (await wire.GetAsync("k", ("If-Match", etag))).Status);
        Assert.Equal(304, (await wire.GetAsync("k", ("If-None-Match", etag))).Status);
    }

    [Fact]
    public async Task A_write_happens_only_where_its_condition_holds()
    {
        await using var wire = await S3Wire.StartAsync();

        (await wire.PutAsync("k", "1", ("If-Match", "\"any\""))).Is(404, "NoSuchKey");
        var first = await wire.PutAsync("k", "1", ("If-None-Match", "*"));
        (await wire.PutAsync("k", "2", ("If-None-Match", "*"))).Is(412, "PreconditionFailed");
        (await wire.PutAsync("k", "2", ("If-Match", "\"other\""))).Is(412, "PreconditionFailed");
        Assert.Equal("1", (await wire.GetAsync("k")).Text);

        Assert.Equal(200, (await wire.PutAsync("k", "2", ("If-Match", first.Headers["ETag"]))).Status);
        Assert.Equal("2", (await wire.GetAsync("k")).Text);
    }

    [Fact]
    public async Task A_delete_during_a_conditional_write_is_a_conflict()
    {
        await using var wire = await S3Wire.StartAsync();
        var bucket = LocalAws.S3.S3Bucket.Create(new LocalAws.S3.S3Folders(wire.Folder), new() { Name = "other", Created = default });
        var headers = new Microsoft.AspNetCore.Http.HeaderDictionary { ["If-None-Match"] = "*" };
        var guard = LocalAws.S3.WriteGuard.Of(headers, "k");
        var facts = new LocalAws.S3.ObjectFacts
        {
            Key = "k", Bytes = 1, ETag = "e", LastModified = default,
            Checksum = new(default, "", default),
            Headers = LocalAws.S3.ObjectHeadersReader.Read(new Microsoft.AspNetCore.Http.HeaderDictionary()),
        };
        bucket.Commit(LocalAws.S3.WriteGuard.Of(new Microsoft.AspNetCore.Http.HeaderDictionary(), "k"), facts, TempFile(wire));
        bucket.Watch(guard);
        bucket.Delete("k", null);

        var fault = Assert.Throws<LocalAws.S3.S3FaultException>(() => bucket.Commit(guard, facts, TempFile(wire)));

        Assert.Equal((409, "ConditionalRequestConflict"), (fault.Status, fault.Code));
    }

    [Fact]
    public async Task A_key_may_be_the_beginning_of_another_and_may_try_to_leave_the_folder()
    {
        await using var wire = await S3Wire.StartAsync();
        string[] keys = ["a", "a/b", "a/b/", "a//b", "..", "../../x", "b/c/d", "b/c", "%2525", "x+y%20z"];
        foreach (var key in keys)
        {
            Assert.Equal(200, (await wire.PutAsync(key, key)).Status);
        }

        foreach (var key in keys)
        {
            Assert.Equal(key, (await wire.GetAsync(key)).Text);
        }

        var bucketFolder = Path.Combine(wire.Folder, "s3", S3Wire.Bucket);
        Assert.Equal(keys.Length, Directory.EnumerateFiles(bucketFolder, "*", SearchOption.AllDirectories).Count());
        foreach (var key in keys)
        {
            Assert.Equal(204, (await wire.SendAsync("DELETE", $"/{S3Wire.Bucket}/{key}", null)).Status);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(bucketFolder));
    }

    [Fact]
    public async Task Objects_and_unfinished_uploads_are_found_again_after_a_restart()
    {
        await using var wire = await S3Wire.StartAsync();
        await wire.PutAsync("a/b", "kept", ("x-amz-meta-n", "v"));
        var upload = (await wire.SendAsync("POST", $"/{S3Wire.Bucket}/big?uploads", [])).Value("UploadId");
        await wire.SendAsync("PUT", $"/{S3Wire.Bucket}/big?partNumber=1&uploadId={upload}", "part"u8.ToArray());

        await using var again = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = wire.Folder }, default);
        Assert.Equal("kept", await File.ReadAllTextAsync(again.S3.PathOf(S3Wire.Bucket, "a/b")));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(again.Endpoint, $"/{S3Wire.Bucket}/big?uploadId={upload}"));
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20261120/eu-west-1/s3/aws4_request");
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        using var response = await http.SendAsync(request);
        Assert.Contains("<Size>4</Size>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string TempFile(S3Wire wire)
    {
        var path = Path.Combine(wire.Folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, "x", Encoding.ASCII);
        return path;
    }
}
