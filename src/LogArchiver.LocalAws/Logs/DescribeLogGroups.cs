using System.Text.Json;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Lists groups by name, 50 a page.</summary>
internal sealed class DescribeLogGroups(GroupCatalog groups)
{
    private const int MostOnPage = 50;
    private const int MostIdentifiers = 50;

    public byte[] Answer(LogsRequest request)
    {
        var limit = request.Limit(MostOnPage, MostOnPage);
        var (prefix, pattern) = (request.Name("logGroupNamePrefix"), request.Text("logGroupNamePattern"));
        if (prefix is not null && pattern is not null)
        {
            throw LogsException.InvalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        var after = ListToken.Parse(request.Text("nextToken"), "groups", groups.NowMs);
        var chosen = Identified(request) ?? groups.ByName(request.Flag("includeLinkedAccounts") ?? false)
            .Where(GroupChoice.Of(request))
            .Where(group => group.Name.StartsWith(prefix ?? "", StringComparison.Ordinal))
            .Where(group => group.Name.Contains(pattern ?? "", StringComparison.Ordinal));
        var page = ListPage.Take(chosen, GroupChoice.Key, after, limit);
        return LogsAnswer.Of(writer =>
        {
            writer.WriteStartArray("logGroups");
            page.Items.ForEach(group => Write(writer, group, onlyName: pattern is not null));
            writer.WriteEndArray();
            page.WriteToken(writer, "groups", groups.NowMs);
        });
    }

    // If groups are named, hardly any other filter is allowed beside.
    private IEnumerable<LocalGroup>? Identified(LogsRequest request)
    {
        if (request.Texts("logGroupIdentifiers") is not { } identifiers)
        {
            return null;
        }

        string[] others = ["logGroupNamePrefix", "logGroupNamePattern", "logGroupClass"];
        if (identifiers.Count is 0 or > MostIdentifiers || others.Any(other => request.Text(other) is not null))
        {
            throw LogsException.InvalidParameter(
                $"logGroupIdentifiers takes 1 to {MostIdentifiers} groups, and no other filter but includeLinkedAccounts beside it.");
        }

        return identifiers
            .Select(identifier => groups.TryFind(LogsNames.CheckIdentifier(identifier)))
            .OfType<LocalGroup>()
            .DistinctBy(group => group.Arn, StringComparer.Ordinal)
            .OrderBy(GroupChoice.Key, StringComparer.Ordinal);
    }

    // Asked by pattern, the answer is only this (source: the API reference of DescribeLogGroups).
    private static void Write(Utf8JsonWriter writer, LocalGroup group, bool onlyName)
    {
        writer.WriteStartObject();
        writer.WriteString("logGroupName", group.Name);
        writer.WriteNumber("creationTime", group.Created);
        writer.WriteString("arn", $"{group.Arn}:*");
        if (!onlyName)
        {
            WriteRest(writer, group);
        }

        writer.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter writer, LocalGroup group)
    {
        writer.WriteNumber("metricFilterCount", 0);
        writer.WriteNumber("storedBytes", group.Content.StoredBytes);
        writer.WriteString("logGroupClass", group.ClassName);
        writer.WriteString("logGroupArn", group.Arn);
        writer.WriteBoolean("deletionProtectionEnabled", false);
        if (group.RetentionDays is { } days)
        {
            writer.WriteNumber("retentionInDays", days);
        }

        if (group.KmsKeyId is { } key)
        {
            writer.WriteString("kmsKeyId", key);
        }
    }
}
