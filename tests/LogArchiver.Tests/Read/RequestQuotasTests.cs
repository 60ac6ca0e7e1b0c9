using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class RequestQuotasTests
{
    [Theory]
    [InlineData("us-east-1", "GetLogEvents", 25)]
    [InlineData("us-east-1", "FilterLogEvents", 25)]
    [InlineData("eu-central-1", "GetLogEvents", 10)]
    [InlineData("eu-central-1", "FilterLogEvents", 5)]
    [InlineData("eu-west-1", "GetLogEvents", 10)]
    [InlineData("eu-west-1", "FilterLogEvents", 10)]
    [InlineData("eu-west-3", "GetLogEvents", 30)]
    [InlineData("ap-northeast-2", "GetLogEvents", 25)]
    [InlineData("ap-northeast-2", "FilterLogEvents", 10)]
    [InlineData("anywhere-new-1", "DescribeLogStreams", 25)]
    [InlineData("us-east-1", "DescribeLogGroups", 10)]
    [InlineData("us-east-1", "SomethingElse", 5)]
    public void Quotas_are_those_of_the_service(string region, string operation, double perSecond) =>
        Assert.Equal(perSecond, RequestQuotas.PerSecond(region, operation));
}
