using System.Security.Cryptography;
using System.Text;
using LogArchiver.LocalAws.S3;

namespace LogArchiver.LocalAws.Tests.S3;

public sealed class MultipartTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public async Task Parts_are_joined_in_order_under_the_digest_of_their_digests()
    {
        await using var wire = await S3Wire.StartAsync();
        byte[][] parts = [S3Wire.Bytes(5 * MiB), "end"u8.ToArray()];
        var whole = parts.SelectMany(part => part).ToArray();
        var upload = await BeginAsync(wire, ("x-amz-checksum-algorithm", "CRC32"), ("x-amz-checksum-type", "FULL_OBJECT"));
        var second = await PartAsync(wire, upload, 2, parts[1], Crc(parts[1]));
        var first = await PartAsync(wire, upload, 1, parts[0], Crc(parts[0]));

        var done = await CompleteAsync(wire, upload, [(1, first), (2, second)], ("x-amz-mp-object-size", $"{whole.Length}"), Crc(whole));
        var got = await wire.GetAsync("k?partNumber=2");

        Assert.True(done.Status == 200, done.Text);
#pragma warning disable CA5351 // An entity tag is an MD5.
        var digest = Convert.ToHexStringLower(MD5.HashData([.. MD5.HashData(parts[0]), .. MD5.HashData(parts[1])]));
#pragma warning restore CA5351
        Assert.Equal($"\"{digest}-2\"", done.Value("ETag"));
        Assert.Equal(Crc(whole).Value, done.Value("ChecksumCRC32"));
        Assert.Equal(whole, await File.ReadAllBytesAsync(wire.Server.S3.PathOf(S3Wire.Bucket, "k")));
        Assert.Equal((206, "end", "2"), (got.Status, got.Text, got.Headers["x-amz-mp-parts-count"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(wire.Folder, "s3", ".uploads")));
    }

    [Fact]
    public async Task Every_part_but_the_last_needs_5_MiB()
    {
        await using var wire = await S3Wire.StartAsync();
        var upload = await BeginAsync(wire);
        var first = await PartAsync(wire, upload, 1, S3Wire.Bytes((5 * MiB) - 1));
        var second = await PartAsync(wire, upload, 2, [1]);

        (await CompleteAsync(wire, upload, [(1, first), (2, second)])).Is(400, "EntityTooSmall");
        Assert.Equal(200, (await CompleteAsync(wire, upload, [(1, first)])).Status);
    }

    [Fact]
    public async Task The_list_of_parts_must_be_in_order_and_name_what_arrived()
    {
        await using var wire = await S3Wire.StartAsync();
        var upload = await BeginAsync(wire);
        var part = await PartAsync(wire, upload, 1, [1]);

        (await CompleteAsync(wire, upload, [(1, part), (1, part)])).Is(400, "InvalidPartOrder");
        (await CompleteAsync(wire, upload, [(2, part)])).Is(400, "InvalidPart");
        (await CompleteAsync(wire, upload, [(1, "\"other\"")])).Is(400, "InvalidPart");
        (await CompleteAsync(wire, upload, [])).Is(400, "MalformedXML");
        (await CompleteAsync(wire, "nothing", [(1, part)])).Is(404, "NoSuchUpload");
    }

    [Fact]
    public async Task Promises_about_the_whole_object_are_kept_or_the_completion_fails()
    {
        await using var wire = await S3Wire.StartAsync();
        var upload = await BeginAsync(wire, ("x-amz-checksum-algorithm", "CRC32"), ("x-amz-checksum-type", "FULL_OBJECT"));
        var part = await PartAsync(wire, upload, 1, [1, 2], Crc([1, 2]));

        (await CompleteAsync(wire, upload, [(1, part)], ("x-amz-mp-object-size", "3"))).Is(400, "InvalidRequest");
        (await CompleteAsync(wire, upload, [(1, part)], Crc([9]))).Is(400, "BadDigest");
        await wire.PutAsync("k", "there");
        (await CompleteAsync(wire, upload, [(1, part)], ("If-None-Match", "*"))).Is(412, "PreconditionFailed");
        Assert.Equal("there", (await wire.GetAsync("k")).Text);
    }

    [Fact]
    public async Task With_checksums_the_numbers_of_the_parts_must_follow_one_another()
    {
        await using var wire = await S3Wire.StartAsync();
        var upload = await BeginAsync(wire, ("x-amz-checksum-algorithm", "CRC32"), ("x-amz-checksum-type", "FULL_OBJECT"));
        var part = await PartAsync(wire, upload, 2, [1, 2], Crc([1, 2]));

        (await CompleteAsync(wire, upload, [(2, part)])).Is(500, "InternalError");
    }

    [Fact]
    public async Task An_aborted_upload_is_gone_with_its_parts()
    {
        await using var wire = await S3Wire.StartAsync();
        var upload = await BeginAsync(wire);
        await PartAsync(wire, upload, 1, [1]);
        Assert.Equal([upload], (await wire.GetAsync("?uploads")).Values("UploadId"));

        Assert.Equal(204, (await wire.SendAsync("DELETE", $"/{S3Wire.Bucket}/k?uploadId={upload}", null)).Status);

        Assert.Empty((await wire.GetAsync("?uploads")).Values("UploadId"));
        (await wire.GetAsync($"k?uploadId={upload}")).Is(404, "NoSuchUpload");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(wire.Folder, "s3", ".uploads")));
    }

    private static (string Name, string Value) Crc(ReadOnlySpan<byte> bytes) => ("x-amz-checksum-crc32", S3Wire.Sum(ChecksumAlgorithm.Crc32, bytes));

    private static async Task<string> BeginAsync(S3Wire wire, params (string, string)[] headers) =>
        (await wire.SendAsync("POST", $"/{S3Wire.Bucket}/k?uploads", [], headers)).Value("UploadId");

    private static async Task<string> PartAsync(S3Wire wire, string upload, int number, byte[] bytes, params (string, string)[] headers)
    {
        var reply = await wire.SendAsync("PUT", $"/{S3Wire.Bucket}/k?partNumber={number}&uploadId={upload}", bytes, headers);
        Assert.True(reply.Status == 200, reply.Text);
        return reply.Headers["ETag"];
    }

    private static Task<S3Reply> CompleteAsync(S3Wire wire, string upload, (int Number, string ETag)[] parts, params (string, string)[] headers) =>
        wire.SendAsync(
            "POST",
            $"/{S3Wire.Bucket}/k?uploadId={upload}",
            Encoding.UTF8.GetBytes($"<CompleteMultipartUpload>{string.Concat(parts.Select(part => $"<Part><PartNumber>{part.Number}</PartNumber><ETag>{part.ETag}</ETag></Part>"))}</CompleteMultipartUpload>"),
            headers);
}
