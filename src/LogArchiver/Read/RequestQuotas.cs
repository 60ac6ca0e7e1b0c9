namespace LogArchiver.Read;

/// <summary>How many requests a second CloudWatch Logs allows an account in a Region, as the service's quota page gives them
/// (Amazon CloudWatch Logs user guide, "CloudWatch Logs quotas", autumn 2026). Those of GetLogEvents and FilterLogEvents cannot
/// be raised; another account's may be higher for the rest, and <see cref="AdaptiveRate"/> copes with lower ones.</summary>
public static class RequestQuotas
{
    /// <summary>For an operation that the quota page does not name, such as ListLogGroups: the lowest quota of any listing.</summary>
    private const double Unnamed = 5;

    /// <summary>Requests a second.</summary>
    /// <param name="region">The Region, such as <c>eu-central-1</c>.</param>
    /// <param name="operation">The API operation, such as <c>GetLogEvents</c>.</param>
    public static double PerSecond(string region, string operation) => operation switch
    {
        "GetLogEvents" => GetLogEvents(region),
        "FilterLogEvents" => FilterLogEvents(region),
        "DescribeLogStreams" => 25,
        "DescribeLogGroups" => 10,
        "PutRetentionPolicy" => 5,

        // 5 until 2026; an account that still has the old quota is found out by its throttles.
        "ListTagsForResource" => 30,
        "CreateExportTask" or "DescribeExportTasks" => 5,
        _ => Unnamed,
    };

    private static double GetLogEvents(string region) => region switch
    {
        "us-west-2" or "eu-west-1" or "eu-central-1" or "ap-northeast-3" or "ap-southeast-3" or "ca-west-1" or "il-central-1" => 10,
        "eu-west-3" => 30,
        _ => 25,
    };

    private static double FilterLogEvents(string region) => region switch
    {
        "us-east-1" => 25,
        "eu-central-1" or "ap-northeast-3" or "ap-southeast-3" or "ca-west-1" or "il-central-1" => 5,
        _ => 10,
    };
}
