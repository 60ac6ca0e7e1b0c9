namespace LogArchiver.LocalAws.Logs;

/// <summary>How a group is to be.</summary>
public sealed record LocalGroupSettings
{
    /// <summary>Its class; it never changes.</summary>
    public LocalGroupClass Class { get; init; } = LocalGroupClass.Standard;

    /// <summary>Days until its events expire; null: never.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The key it says it is encrypted with.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The account it belongs to, if another: then it is a linked account's, and found and read by ARN only.</summary>
    public string? AccountId { get; init; }

    /// <summary>When it was made; null: now.</summary>
    public DateTimeOffset? Created { get; init; }
}

/// <summary>A group's class.</summary>
public enum LocalGroupClass
{
    /// <summary>Served by the read APIs.</summary>
    Standard,

    /// <summary>Refused by the read APIs.</summary>
    InfrequentAccess,

    /// <summary>Refused by the read APIs.</summary>
    Delivery,
}
