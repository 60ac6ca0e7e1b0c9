using LogArchiver.Discover;

namespace LogArchiver.Plan;

/// <summary>A group as it stands in keys: the name with <c>~</c> for each <c>/</c>, so that a group is one step of the path; for
/// a group of another account, <c>@</c> and the account's id after it. No group name holds <c>~</c> or <c>@</c> (source: API
/// reference of CreateLogGroup), so both can be undone, and groups of the same name in two accounts stay apart.</summary>
internal static class GroupKey
{
    private const char Slash = '~';
    private const char Account = '@';

    public static string Of(LogGroup group)
    {
        var name = group.Name.Replace('/', Slash);
        return group.IsLinked && GroupArn.TryParse(group.Arn) is { } arn ? $"{name}{Account}{arn.AccountId}" : name;
    }

    public static ArchivedGroup? TryParse(string text)
    {
        var parts = text.Split(Account);
        var name = parts[0].Replace(Slash, '/');
        return parts.Length > 2 || parts[0].Contains('/') || !GroupName.IsValid(name) ? null
            : parts.Length == 1 ? new ArchivedGroup(name, null)
            : GroupArn.IsAccountId(parts[1]) ? new ArchivedGroup(name, parts[1])
            : null;
    }
}

/// <summary>A group as the archive knows it.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="AccountId">The account it belongs to, of 12 digits; null for the archiver's own.</param>
public sealed record ArchivedGroup(string Name, string? AccountId);
