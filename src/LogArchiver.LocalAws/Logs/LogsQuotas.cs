namespace LogArchiver.LocalAws.Logs;

/// <summary>Requests a second and operation, over which an account is throttled. Operations not named have no quota.</summary>
public sealed record LogsQuotas
{
    /// <summary>Requests a second by operation, such as <c>GetLogEvents</c>; a burst of one second's worth is let through.</summary>
    public required IReadOnlyDictionary<string, double> PerSecond { get; init; }

    /// <summary>What the service gives an account by default (source: the user guide's page on quotas).</summary>
    public static LogsQuotas ForRegion(string region) => new()
    {
        PerSecond = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["DescribeLogGroups"] = 10,
            ["DescribeLogStreams"] = 25,
            ["ListTagsForResource"] = 30,
            ["PutRetentionPolicy"] = 5,
            ["PutLogEvents"] = 5000,
            ["GetLogEvents"] = GetLogEventsIn(region),
            ["FilterLogEvents"] = FilterLogEventsIn(region),
        },
    };

    private static double GetLogEventsIn(string region) => region switch
    {
        "us-west-2" or "eu-west-1" or "eu-central-1" or "ap-northeast-3" or "ap-southeast-3" or "ca-west-1" or "il-central-1" => 10,
        "eu-west-3" => 30,
        _ => 25,
    };

    private static double FilterLogEventsIn(string region) => region switch
    {
        "us-east-1" => 25,
        "eu-central-1" or "ap-northeast-3" or "ap-southeast-3" or "ca-west-1" or "il-central-1" => 5,
        _ => 10,
    };
}
