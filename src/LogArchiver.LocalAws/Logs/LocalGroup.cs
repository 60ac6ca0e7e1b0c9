namespace LogArchiver.LocalAws.Logs;

/// <summary>A log group: its settings, which may change, and its streams and events, stored or made up.</summary>
internal sealed class LocalGroup(string name, string region, LocalGroupSettings settings, GroupContent content, long created)
{
    private readonly Lock gate = new();
    private Dictionary<string, string> tags = new(settings.Tags, StringComparer.Ordinal);

    public string Name => name;

    /// <summary>The ARN as tags, reads and linked accounts want it: without <c>:*</c>.</summary>
    public string Arn { get; } = $"arn:aws:logs:{region}:{settings.AccountId}:log-group:{name}";

    public string AccountId => settings.AccountId!;

    public LocalGroupClass Class => settings.Class;

    public string? KmsKeyId => settings.KmsKeyId;

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Created => created;

    public GroupContent Content => content;

    /// <summary>Null: events never expire.</summary>
    public int? RetentionDays { get; set; } = settings.RetentionDays;

    /// <summary>The tags as they are now.</summary>
    public IReadOnlyDictionary<string, string> Tags => tags;

    /// <summary>The wire's word for the class.</summary>
    public string ClassName => Class switch
    {
        LocalGroupClass.InfrequentAccess => "INFREQUENT_ACCESS",
        LocalGroupClass.Delivery => "DELIVERY",
        _ => "STANDARD",
    };

    /// <summary>Before this, milliseconds since the Unix epoch, events have expired. The service deletes them within days; here
    /// they are gone at once, the harder case for a reader.</summary>
    public long ExpiryEdge(DateTimeOffset now) =>
        RetentionDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : 0;

    public void ChangeTags(Action<Dictionary<string, string>> change)
    {
        lock (gate)
        {
            var changed = new Dictionary<string, string>(tags, StringComparer.Ordinal);
            change(changed);
            tags = changed;
        }
    }
}
