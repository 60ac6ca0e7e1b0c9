using System.Text.RegularExpressions;

namespace LogArchiver.LocalAws.Logs;

/// <summary>What groups and streams may be called (source: API reference of CreateLogGroup and CreateLogStream).</summary>
internal static partial class LogsNames
{
    public static string CheckGroup(string name) => GroupName().IsMatch(name)
        ? name
        : throw LogsException.Constraint("logGroupName", name, @"satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+");

    /// <summary>The rule for new groups: one more than for those that are.</summary>
    public static string CheckNewGroup(string name) => CheckGroup(name).StartsWith("aws/", StringComparison.Ordinal)
        ? throw LogsException.InvalidParameter("Log groups starting with aws/ are reserved for AWS.")
        : name;

    public static string CheckStream(string name) => name.AsSpan().ContainsAny(':', '*')
        ? throw LogsException.Constraint("logStreamName", name, "satisfy regular expression pattern: [^:*]*")
        : name;

    // Unlike the samples on some pages, the pattern leaves no room for a trailing ":*".
    public static string CheckIdentifier(string identifier) => Identifier().IsMatch(identifier)
        ? identifier
        : throw LogsException.Constraint("logGroupIdentifier", identifier, @"satisfy regular expression pattern: [\w#+=/:,.@-]*");

    [GeneratedRegex(@"\A[.\-_/#A-Za-z0-9]{1,512}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupName();

    [GeneratedRegex(@"\A[A-Za-z0-9_#+=/:,.@\-]{1,2048}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
