using System.Net.Sockets;
using System.Text;
using LogArchiver.LocalAws.S3;

namespace LogArchiver.LocalAws.Tests.S3;

public sealed class BodyTests
{
    private const string Unsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private const string Signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

    [Fact]
    public async Task An_aws_chunked_body_is_decoded_and_its_trailing_checksum_kept()
    {
        await using var wire = await S3Wire.StartAsync();
        var crc = S3Wire.Sum(ChecksumAlgorithm.Crc32, "hello world"u8);

        var put = await ChunkedAsync(wire, Unsigned, $"6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:{crc}\r\n\r\n", 11, ("x-amz-trailer", "x-amz-checksum-crc32"), ("Content-Encoding", "aws-chunked"));
        var got = await wire.GetAsync("k", ("x-amz-checksum-mode", "ENABLED"));

        Assert.True(put.Status == 200, put.Text);
        Assert.Equal(("hello world", crc), (got.Text, got.Headers["x-amz-checksum-crc32"]));
        Assert.DoesNotContain("Content-Encoding", got.Headers.Keys);
    }

    [Fact]
    public async Task A_signed_chunk_needs_a_signature_and_8_KiB_unless_it_is_the_last()
    {
        await using var wire = await S3Wire.StartAsync();

        Assert.Equal(200, (await ChunkedAsync(wire, Signed, "5;chunk-signature=ab\r\nhello\r\n0;chunk-signature=cd\r\n\r\n", 5)).Status);
        (await ChunkedAsync(wire, Signed, "5\r\nhello\r\n0\r\n\r\n", 5)).Is(403, "SignatureDoesNotMatch");
        (await ChunkedAsync(wire, Signed, "2;chunk-signature=ab\r\nhe\r\n3;chunk-signature=ab\r\nllo\r\n0;chunk-signature=cd\r\n\r\n", 5)).Is(403, "InvalidChunkSizeError");
    }

    [Theory]
    [InlineData("5\r\nhel", 5)]
    [InlineData("5\r\nhello\r\n", 5)]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", 6)]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", 4)]
    [InlineData("zz\r\nhello\r\n0\r\n\r\n", 5)]
    [InlineData("3\r\nhello\r\n0\r\n\r\n", 5)]
    public async Task A_torn_chunked_body_leaves_nothing(string body, int decoded)
    {
        await using var wire = await S3Wire.StartAsync();

        (await ChunkedAsync(wire, Unsigned, body, decoded)).Is(400, "IncompleteBody");

        Assert.Equal(404, (await wire.GetAsync("k")).Status);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(wire.Folder, "s3", ".incoming")));
    }

    [Theory]
    [InlineData("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", "BadDigest")]
    [InlineData("Content-MD5", "no md5", "InvalidDigest")]
    [InlineData("x-amz-checksum-crc32", "AAAAAA==", "BadDigest")]
    [InlineData("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "BadDigest")]
    [InlineData("x-amz-checksum-sha1", "AAAA", "InvalidRequest")]
    [InlineData("x-amz-sdk-checksum-algorithm", "CRC32", "InvalidRequest")]
    [InlineData("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "XAmzContentSHA256Mismatch")]
    public async Task A_digest_that_does_not_match_is_refused_and_leaves_nothing(string header, string value, string code)
    {
        await using var wire = await S3Wire.StartAsync();

        (await wire.PutAsync("k", "hello", (header, value))).Is(400, code);

        Assert.Equal(404, (await wire.GetAsync("k")).Status);
    }

    [Fact]
    public async Task A_trailing_checksum_that_does_not_match_is_refused()
    {
        await using var wire = await S3Wire.StartAsync();

        (await ChunkedAsync(wire, Unsigned, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", 5, ("x-amz-trailer", "x-amz-checksum-crc32"))).Is(400, "BadDigest");
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n", "HTTP/1.1 411")]
    [InlineData("Content-Length: 5\r\nExpect: 100-continue\r\n", "HTTP/1.1 100")]
    public async Task A_body_without_a_length_is_refused_and_one_is_asked_for_where_the_client_waits(string headers, string answer)
    {
        await using var wire = await S3Wire.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(wire.Server.Endpoint.Host, wire.Server.Endpoint.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /{S3Wire.Bucket}/k HTTP/1.1\r\nHost: x\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKID/20261120/eu-west-1/s3/aws4_request\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\n{headers}\r\n"));
        var buffer = new byte[12];

        await stream.ReadExactlyAsync(buffer);

        Assert.Equal(answer, Encoding.ASCII.GetString(buffer));
    }

    private static Task<S3Reply> ChunkedAsync(S3Wire wire, string mode, string body, int decoded, params (string, string)[] headers) =>
        wire.SendAsync("PUT", $"/{S3Wire.Bucket}/k", Encoding.ASCII.GetBytes(body), [("x-amz-content-sha256", mode), ("x-amz-decoded-content-length", $"{decoded}"), .. headers]);
}
