using System.Collections.Concurrent;

namespace LogArchiver.LocalAws.Logs;

/// <summary>All groups: those of the own account, found by name or ARN, and those of linked accounts, found by ARN.</summary>
internal sealed class GroupCatalog(LocalAwsOptions options)
{
    private readonly ConcurrentDictionary<string, LocalGroup> byArn = new(StringComparer.Ordinal);

    /// <summary>The present time, milliseconds since the Unix epoch.</summary>
    public long NowMs => options.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public DateTimeOffset Now => options.Clock.GetUtcNow();

    /// <summary>By name, as listings go; groups of linked accounts only if asked for.</summary>
    public IEnumerable<LocalGroup> ByName(bool withLinked) => byArn.Values
        .Where(group => withLinked || group.AccountId == options.AccountId)
        .OrderBy(group => group.Name, StringComparer.Ordinal)
        .ThenBy(group => group.AccountId, StringComparer.Ordinal);

    /// <exception cref="LogsException">There is one of that name, or the name is not allowed.</exception>
    public LocalGroup Add(string name, LocalGroupSettings settings, GroupContent content)
    {
        var complete = settings with { AccountId = settings.AccountId ?? options.AccountId };
        var created = settings.Created?.ToUnixTimeMilliseconds() ?? NowMs;
        var group = new LocalGroup(LogsNames.CheckNewGroup(name), options.Region, complete, content, created);
        return byArn.TryAdd(group.Arn, group) ? group : throw LogsException.Exists("log group");
    }

    public void Remove(LocalGroup group) => byArn.TryRemove(group.Arn, out _);

    /// <exception cref="LogsException">There is none.</exception>
    public LocalGroup OfName(string name) =>
        TryFind(LogsNames.CheckGroup(name)) ?? throw LogsException.NoSuchGroup();

    /// <summary>A name of the own account, or any ARN.</summary>
    public LocalGroup? TryFind(string nameOrArn) => byArn.GetValueOrDefault(
        nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
            ? nameOrArn
            : $"arn:aws:logs:{options.Region}:{options.AccountId}:log-group:{nameOrArn}");

    /// <summary>The group a request names by exactly one of <c>logGroupName</c> and <c>logGroupIdentifier</c>.</summary>
    public LocalGroup Named(LogsRequest request)
    {
        var (name, identifier) = (request.Name("logGroupName"), request.Text("logGroupIdentifier"));
        return (name, identifier) switch
        {
            (null, null) => throw LogsException.InvalidParameter("Either logGroupName or logGroupIdentifier is required."),
            ({ }, null) => OfName(name),
            (null, { }) => TryFind(LogsNames.CheckIdentifier(identifier)) ?? throw LogsException.NoSuchGroup(),
            _ => throw LogsException.InvalidParameter("LogGroup name and LogGroup identifier cannot be used together."),
        };
    }

    /// <summary>The same, of a group whose events may be read.</summary>
    /// <remarks>UNCONFIRMED: that the read APIs refuse the other classes is documented, the error's name is not.</remarks>
    public LocalGroup Readable(LogsRequest request)
    {
        var group = Named(request);
        return group.Class == LocalGroupClass.Standard
            ? group
            : throw new LogsException(400, "InvalidOperationException", $"This operation is not supported for the log class {group.ClassName}.");
    }

    /// <summary>The stored events of a group that can be put to.</summary>
    public static StoredContent Writable(LocalGroup group) => group.Content as StoredContent
        ?? throw new LogsException(400, "InvalidOperationException", $"The events of {group.Name} are made up; nothing can be put.");
}
