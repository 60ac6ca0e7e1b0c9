namespace LogArchiver.LocalAws.Logs;

/// <summary>Makes and changes groups and streams.</summary>
internal sealed class GroupOperations(GroupCatalog groups)
{
    // Source: the API reference of PutRetentionPolicy.
    private static readonly HashSet<long> RetentionDays =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public void CreateLogGroup(LogsRequest request)
    {
        var settings = new LocalGroupSettings
        {
            Class = ParseClass(request.Text("logGroupClass")) ?? LocalGroupClass.Standard,
            KmsKeyId = request.Text("kmsKeyId"),
            Tags = request.Map("tags") is { } tags ? TagOperations.Check(tags) : new Dictionary<string, string>(StringComparer.Ordinal),

            // What a delivery group holds is kept a fixed time. UNCONFIRMED: one day or two.
            RetentionDays = request.Text("logGroupClass") is "DELIVERY" ? 1 : null,
        };
        groups.Add(Name(request), settings, new StoredContent());
    }

    public void DeleteLogGroup(LogsRequest request) => groups.Remove(groups.OfName(Name(request)));

    public void PutRetentionPolicy(LogsRequest request)
    {
        var group = groups.OfName(Name(request));
        var days = request.Number("retentionInDays") ?? throw LogsRequest.Missing("retentionInDays");
        group.RetentionDays = RetentionDays.Contains(days)
            ? (int)days
            : throw LogsException.InvalidParameter($"Value '{days}' at 'retentionInDays' is not one of {string.Join(", ", RetentionDays)}.");
    }

    public void DeleteRetentionPolicy(LogsRequest request) => groups.OfName(Name(request)).RetentionDays = null;

    public void CreateLogStream(LogsRequest request)
    {
        var content = GroupCatalog.Writable(groups.OfName(Name(request)));
        if (!content.TryAddStream(Stream(request), groups.NowMs))
        {
            throw LogsException.Exists("log stream");
        }
    }

    public void DeleteLogStream(LogsRequest request)
    {
        var content = GroupCatalog.Writable(groups.OfName(Name(request)));
        if (!content.TryRemoveStream(Stream(request)))
        {
            throw LogsException.NoSuchStream();
        }
    }

    public static LocalGroupClass? ParseClass(string? name) => name switch
    {
        null => null,
        "STANDARD" => LocalGroupClass.Standard,
        "INFREQUENT_ACCESS" => LocalGroupClass.InfrequentAccess,
        "DELIVERY" => LocalGroupClass.Delivery,
        _ => throw LogsException.Constraint("logGroupClass", name, "satisfy enum value set: [STANDARD, INFREQUENT_ACCESS, DELIVERY]"),
    };

    private static string Name(LogsRequest request) => request.Name("logGroupName") ?? throw LogsRequest.Missing("logGroupName");

    private static string Stream(LogsRequest request) =>
        LogsNames.CheckStream(request.Name("logStreamName") ?? throw LogsRequest.Missing("logStreamName"));
}
