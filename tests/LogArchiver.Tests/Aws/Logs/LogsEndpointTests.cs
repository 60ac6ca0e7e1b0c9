using Amazon.Runtime;
using LogArchiver.Aws.Logs;

namespace LogArchiver.Tests.Aws.Logs;

public sealed class LogsEndpointTests
{
    [Theory]
    [InlineData("eu-west-1", false, false, "https://logs.eu-west-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://logs-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://logs.us-east-1.api.aws")]
    [InlineData("us-east-1", true, true, "https://logs-fips.us-east-1.api.aws")]
    [InlineData("us-gov-west-1", true, false, "https://logs.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", false, false, "https://logs.us-gov-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, false, "https://logs.cn-north-1.amazonaws.com.cn")]
    [InlineData("cn-north-1", false, true, "https://logs.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("mars-north-1", false, false, "https://logs.mars-north-1.amazonaws.com")]
    public void The_endpoint_follows_from_the_Region_and_two_switches(string region, bool fips, bool dualStack, string endpoint) =>
        Assert.Equal(
            endpoint,
            LogsEndpointProvider.Resolve(new LogsEndpointParameters { Region = region, UseFips = fips, UseDualStack = dualStack }));

    [Fact]
    public void A_custom_endpoint_is_taken_as_it_is() => Assert.Equal(
        "http://127.0.0.1:4566/",
        LogsEndpointProvider.Resolve(new LogsEndpointParameters { Region = "eu-west-1", ServiceUrl = "http://127.0.0.1:4566/" }));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_custom_endpoint_cannot_be_FIPS_or_dual_stack(bool fips, bool dualStack) =>
        Assert.Throws<AmazonClientException>(() => LogsEndpointProvider.Resolve(new LogsEndpointParameters
        {
            Region = "eu-west-1",
            ServiceUrl = "http://127.0.0.1:4566/",
            UseFips = fips,
            UseDualStack = dualStack,
        }));

    [Fact]
    public void The_signature_names_the_Region_also_where_the_endpoint_is_custom()
    {
        var config = new LogsClientConfig("ap-northeast-2") { ServiceURL = "http://127.0.0.1:4566" };
        Assert.Equal("ap-northeast-2", config.Region);
        Assert.Equal("ap-northeast-2", config.AuthenticationRegion);
        Assert.Equal("logs", config.AuthenticationServiceName);
    }
}
