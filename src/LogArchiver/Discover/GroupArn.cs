namespace LogArchiver.Discover;

/// <summary>The ARN of a log group: <c>arn:aws:logs:{region}:{account}:log-group:{name}</c>.</summary>
/// <param name="Region">The Region.</param>
/// <param name="AccountId">The account, 12 digits.</param>
/// <param name="GroupName">The group's name.</param>
/// <param name="Text">The ARN without the <c>:*</c> that some answers of the service put at its end.</param>
public sealed record GroupArn(string Region, string AccountId, string GroupName, string Text)
{
    private const int AccountDigits = 12;
    private const string AnyStream = ":*";

    /// <summary>Reads an ARN; null when the text is none of a log group.</summary>
    public static GroupArn? TryParse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var bare = text.EndsWith(AnyStream, StringComparison.Ordinal) ? text[..^AnyStream.Length] : text;
        return bare.Split(':') is ["arn", { Length: > 0 }, "logs", { Length: > 0 } region, var account, "log-group", var name]
            && IsAccountId(account)
            && Discover.GroupName.IsValid(name)
            ? new GroupArn(region, account, name, bare)
            : null;
    }

    /// <summary>Whether someone who typed this meant an ARN. No group name holds a colon.</summary>
    internal static bool LooksLikeOne(string text) => text.Contains(':');

    internal static bool IsAccountId(string text) => text.Length == AccountDigits && text.All(char.IsAsciiDigit);
}
