namespace LogArchiver.Discover;

/// <summary>A CloudWatch log group, as far as archiving needs to know it.</summary>
/// <param name="Name">1–512 characters of <c>a-zA-Z0-9_-/.#</c>.</param>
public sealed record LogGroup(string Name)
{
    /// <summary>The ARN without a trailing <c>:*</c>, as tags and linked accounts want it; null when the service did not say.</summary>
    public string? Arn { get; init; }

    /// <summary>Whether the read APIs serve the group.</summary>
    public LogGroupClass Class { get; init; } = LogGroupClass.Standard;

    /// <summary>Days until events expire; null when they never do.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>When the group was made, UTC; null when the service did not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The service's own figure of the bytes held, lagging; null when it did not say.</summary>
    public long? StoredBytes { get; init; }

    /// <summary>The key that encrypts the group, if it is not the service's own.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Whether the group belongs to another account, so that requests must name it by ARN.</summary>
    public bool IsLinked { get; init; }
}

/// <summary>A group's class; it can never be changed after creation.</summary>
public enum LogGroupClass
{
    /// <summary>Served by GetLogEvents and FilterLogEvents.</summary>
    Standard,

    /// <summary>Refused by GetLogEvents and FilterLogEvents; reachable by export task and Logs Insights only.</summary>
    InfrequentAccess,

    /// <summary>Holds logs for delivery elsewhere for a day or two; not readable.</summary>
    Delivery,
}
