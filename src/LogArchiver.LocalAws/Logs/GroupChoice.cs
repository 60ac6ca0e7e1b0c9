namespace LogArchiver.LocalAws.Logs;

/// <summary>The filters that both listings of groups have.</summary>
internal static class GroupChoice
{
    private const int MostAccounts = 20;

    // A space sorts before all that a name may hold, so that the key's order is the names' order.
    public static string Key(LocalGroup group) => $"{group.Name} {group.AccountId}";

    /// <summary>By class and, where linked accounts are included, by account.</summary>
    public static Func<LocalGroup, bool> Of(LogsRequest request)
    {
        var wanted = GroupOperations.ParseClass(request.Text("logGroupClass"));
        var accounts = request.Texts("accountIdentifiers");
        if (accounts is not null && (accounts.Count is 0 or > MostAccounts || request.Flag("includeLinkedAccounts") is not true))
        {
            throw LogsException.InvalidParameter($"accountIdentifiers takes 1 to {MostAccounts} accounts and needs includeLinkedAccounts.");
        }

        return group => (wanted is null || group.Class == wanted) && (accounts is null || accounts.Contains(group.AccountId));
    }
}
