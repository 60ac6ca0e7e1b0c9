using Amazon.Runtime;
using Amazon.S3;
using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Aws;
using LogArchiver.Aws.S3;

namespace LogArchiver.Tests.Aws.S3;

public sealed class S3PureTests
{
    private const long Mebibyte = 1 << 20;

    [Fact]
    public void Parts_are_of_8_MiB_until_there_would_be_too_many() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>().Generator.Select(Math.Abs).Select(bytes => bytes % (50L << 40)).ToArbitrary(), bytes =>
        {
            var part = PartSize.For(bytes);
            return part >= 8 * Mebibyte && part % Mebibyte == 0 && (bytes + part - 1) / part <= Ports.PartLimits.MostParts;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 8)]
    [InlineData(80_000 * Mebibyte, 8)]
    [InlineData((80_000 * Mebibyte) + 1, 9)]
    public void The_first_larger_part_is_where_8_MiB_no_longer_suffice(long bytes, long mebibytes) =>
        Assert.Equal(mebibytes * Mebibyte, PartSize.For(bytes));

    [Theory]
    [InlineData("1B2M2Q==", "FULL_OBJECT", "1B2M2Q==")]
    [InlineData("1B2M2Q==", null, "1B2M2Q==")]
    [InlineData("1B2M2Q==", "COMPOSITE", null)]
    [InlineData("1B2M2Q==-3", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public void A_composite_checksum_is_not_one_of_the_whole(string? checksum, string? type, string? whole) =>
        Assert.Equal(whole, FullObjectChecksum.Of(checksum, type is null ? null : ChecksumType.FindValue(type)));

    [Theory]
    [InlineData(null, false)]
    [InlineData("https://s3.eu-west-1.amazonaws.com", false)]
    [InlineData("https://bucket.vpce-1a2b3c-5d.s3.eu-west-1.vpce.amazonaws.com", false)]
    [InlineData("https://s3.dualstack.cn-north-1.amazonaws.com.cn", false)]
    [InlineData("http://127.0.0.1:4566", true)]
    [InlineData("http://localhost:9000", true)]
    [InlineData("http://[::1]:9000", true)]
    [InlineData("https://minio.example.org", true)]
    [InlineData("https://amazonaws.com.example.org", true)]
    public void Only_AWS_itself_is_sure_to_take_the_bucket_as_part_of_the_host(string? endpoint, bool pathStyle) =>
        Assert.Equal(pathStyle, S3Endpoint.NeedsPathStyle(endpoint is null ? null : new Uri(endpoint)));

    [Fact]
    public void Missing_credentials_are_told_with_the_fix()
    {
        var thrown = new AmazonClientException("Failed to resolve AWS credentials. The credential providers used returned errors");
        var fault = new S3Faults("logs", "us-east-1").From(thrown, "ListObjectsV2", null);
        Assert.Equal(Ports.FaultKind.AccessDenied, fault.Kind);
        Assert.Equal(MissingCredentials.Code, fault.Code);
        Assert.Contains("AWS_PROFILE", fault.Fix, StringComparison.Ordinal);
    }
}
