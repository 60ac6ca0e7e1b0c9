using LogArchiver.Discover;
using LogArchiver.Read;

namespace LogArchiver.Aws.Logs;

/// <summary>From what the service says of groups and streams to our own words. Pure.</summary>
internal static class GroupMapping
{
    /// <summary>A group of DescribeLogGroups.</summary>
    public static LogGroup Map(LogGroupShape shape, bool isLinked) => new(shape.LogGroupName)
    {
        Arn = (shape.LogGroupArn ?? shape.Arn) is { } arn ? LogsArn.Plain(arn) : null,
        Class = ClassOf(shape.LogGroupClass),
        RetentionDays = shape.RetentionInDays,
        Created = shape.CreationTime is { } created ? DateTimeOffset.FromUnixTimeMilliseconds(created) : null,
        StoredBytes = shape.StoredBytes,
        KmsKeyId = shape.KmsKeyId,
        IsLinked = isLinked,
    };

    /// <summary>A stream of DescribeLogStreams.</summary>
    public static LogStream Map(LogStreamShape shape) =>
        new(shape.LogStreamName, shape.FirstEventTimestamp, shape.LastEventTimestamp, shape.LastIngestionTime, shape.CreationTime);

    // A class that is not named is the standard one, and so is, until a read says otherwise, one we have never heard of.
    private static LogGroupClass ClassOf(string? name) => name switch
    {
        "INFREQUENT_ACCESS" => LogGroupClass.InfrequentAccess,
        "DELIVERY" => LogGroupClass.Delivery,
        _ => LogGroupClass.Standard,
    };
}
