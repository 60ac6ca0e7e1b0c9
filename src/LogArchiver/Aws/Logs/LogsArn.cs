using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LogArchiver.Discover;

namespace LogArchiver.Aws.Logs;

/// <summary>ARNs of groups, as requests and policies want them. Pure.</summary>
internal sealed class LogsArn(string region)
{
    /// <summary>The group's ARN where it is known, else the one of a group of that name in any account; without <c>:*</c>.</summary>
    public string Of(LogGroup group) => group.Arn ?? OfGroup(group.Name);

    /// <summary>The ARN of a group in any account, for a policy.</summary>
    public string OfGroup(string name) => $"arn:{Fn.Partition(region).name}:logs:{region}:*:log-group:{name}";

    /// <summary>Without the <c>:*</c> that DescribeLogGroups puts behind: neither tags nor linked accounts take it.</summary>
    public static string Plain(string arn) => arn.EndsWith(":*", StringComparison.Ordinal) ? arn[..^2] : arn;
}
