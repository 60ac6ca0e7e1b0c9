using System.Text;
using LogArchiver.LocalAws.S3;

namespace LogArchiver.LocalAws.Tests.S3;

public sealed class ChecksumTests
{
    [Theory]
    [InlineData("CRC32", "cbf43926")]
    [InlineData("CRC32C", "e3069283")]
    [InlineData("CRC64NVME", "ae8b14860a799888")]
    public void The_check_of_123456789_is_the_published_one(string name, string hex) => Assert.Equal(
        hex, Convert.ToHexStringLower(Convert.FromBase64String(S3Wire.Sum(ChecksumNames.Parse(name)!.Value, "123456789"u8))));

    [Fact]
    public void A_checksum_does_not_depend_on_where_the_pieces_are_cut()
    {
        var bytes = S3Wire.Bytes(1000);
        foreach (var algorithm in ChecksumNames.All)
        {
            using var running = new RunningChecksum(algorithm);
            running.Append(bytes.AsSpan(0, 3));
            running.Append(bytes.AsSpan(3, 500));
            running.Append(bytes.AsSpan(503));
            Assert.Equal(S3Wire.Sum(algorithm, bytes), running.Finish());
        }
    }
}

public sealed class KeyPathTests
{
    [Theory]
    [InlineData("archive/group=~app~api/dt=2026-11-19/file.ndjson.gz")]
    [InlineData("_manifests/group=한국어/dt=2026-11-19.json")]
    public void An_ordinary_key_is_its_own_path(string key) => Assert.Equal(key, KeyPath.Of(key));

    [Theory]
    [InlineData("../../etc/passwd", "%2E%2E/%2E%2E/etc/passwd")]
    [InlineData("/", "%_/%_")]
    [InlineData("a//b/", "a/%_/b/%_")]
    [InlineData("./100%", "%2E/100%25")]
    [InlineData("a:b\n", "a%3Ab%0A")]
    [InlineData("dots..", "dots.%2E")]
    [InlineData("...", "..%2E")]
    public void A_key_that_no_file_can_have_is_escaped_and_read_back(string key, string path)
    {
        Assert.Equal(path, KeyPath.Of(key));
        Assert.Equal(key, KeyPath.KeyOf(path));
    }

    [Fact]
    public void A_long_segment_is_cut_into_folders_that_every_file_system_takes()
    {
        var key = new string('語', 300) + "/" + new string('%', 100);

        var path = KeyPath.Of(key);

        Assert.All(path.Split('/'), segment => Assert.InRange(Encoding.UTF8.GetByteCount(segment), 1, 204));
        Assert.Equal(key, KeyPath.KeyOf(path));
    }
}
