namespace LogArchiver.LocalAws.Logs;

/// <summary>Fills CloudWatch Logs from within the process: cheaply, and with events of any time, which PutLogEvents would
/// refuse.</summary>
public sealed class LocalLogs
{
    // An event is seeded as if it had arrived so long after it happened.
    private const long UsualIngestionMs = 1000;

    private readonly GroupCatalog groups;

    internal LocalLogs(GroupCatalog groups) => this.groups = groups;

    /// <summary>Makes a group.</summary>
    /// <returns>Its ARN, without <c>:*</c>.</returns>
    /// <exception cref="InvalidOperationException">There is one of that name, or the name is not allowed.</exception>
    public string CreateGroup(string name, LocalGroupSettings? settings = null) => Add(name, settings, new StoredContent());

    /// <summary>Makes a stream without events.</summary>
    /// <param name="group">A group's name, or an ARN.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="created">When; null: now.</param>
    public void CreateStream(string group, string stream, DateTimeOffset? created = null) =>
        Do(() => Content(group).TryAddStream(LogsNames.CheckStream(stream), created?.ToUnixTimeMilliseconds() ?? groups.NowMs));

    /// <summary>Puts events of any time and in any order. A stream that is not there yet is made, as of its first arrival.</summary>
    /// <param name="group">A group's name, or an ARN.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="events">The events, in the order of putting.</param>
    public void Put(string group, string stream, IEnumerable<LocalEvent> events) => Do(() =>
    {
        var content = Content(group);
        var arrived = new ArrivedEvents();
        var first = long.MaxValue;
        foreach (var (timestamp, message, ingestion) in events)
        {
            var arrival = ingestion ?? timestamp + UsualIngestionMs;
            arrived.Add(timestamp, arrival, MessageText.Escape(message, arrived.Messages));
            first = Math.Min(first, arrival);
        }

        content.TryAddStream(LogsNames.CheckStream(stream), Math.Min(first, groups.NowMs));
        content.Put(stream, arrived);
        return true;
    });

    /// <summary>Makes a group whose events are not stored but made up from a seed, each time the same.</summary>
    /// <returns>Its ARN, without <c>:*</c>.</returns>
    public string AddSynthetic(string name, SyntheticSpec spec, LocalGroupSettings? settings = null) =>
        Add(name, settings, new SyntheticContent(spec));

    private string Add(string name, LocalGroupSettings? settings, GroupContent content) =>
        Do(() => groups.Add(name, settings ?? new LocalGroupSettings(), content).Arn);

    private StoredContent Content(string group) =>
        GroupCatalog.Writable(groups.TryFind(group) ?? throw LogsException.NoSuchGroup());

    private static T Do<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (LogsException refused)
        {
            throw new InvalidOperationException(refused.Message, refused);
        }
    }
}
