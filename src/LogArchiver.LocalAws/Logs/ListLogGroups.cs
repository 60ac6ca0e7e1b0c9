using System.Text.Json;
using System.Text.RegularExpressions;

namespace LogArchiver.LocalAws.Logs;

/// <summary>The newer listing: names, ARNs and classes, up to 1,000 a page, chosen by tags too.</summary>
internal sealed partial class ListLogGroups(GroupCatalog groups)
{
    private const int MostOnPage = 1000;
    private const int UsualOnPage = 50;

    public byte[] Answer(LogsRequest request)
    {
        var limit = request.Limit(MostOnPage, UsualOnPage);
        var named = ByPattern(request.Text("logGroupNamePattern"));
        var tagged = TagChoice.Of(request);
        var after = ListToken.Parse(request.Text("nextToken"), "list", groups.NowMs);
        RefuseOthers(request);
        var chosen = groups.ByName(request.Flag("includeLinkedAccounts") ?? false)
            .Where(GroupChoice.Of(request))
            .Where(group => named(group.Name) && tagged(group.Tags));
        var page = ListPage.Take(chosen, GroupChoice.Key, after, limit);
        return LogsAnswer.Of(writer =>
        {
            writer.WriteStartArray("logGroups");
            page.Items.ForEach(group => Write(writer, group));
            writer.WriteEndArray();
            page.WriteToken(writer, "list", groups.NowMs);
        });
    }

    private static void Write(Utf8JsonWriter writer, LocalGroup group)
    {
        writer.WriteStartObject();
        writer.WriteString("logGroupName", group.Name);
        writer.WriteString("logGroupArn", group.Arn);
        writer.WriteString("logGroupClass", group.ClassName);
        writer.WriteEndObject();
    }

    // Up to five alternatives, each a part of the name, or its beginning after "^".
    private static Func<string, bool> ByPattern(string? pattern)
    {
        if (pattern is null)
        {
            return _ => true;
        }

        if (!Pattern().IsMatch(pattern))
        {
            throw LogsException.Constraint("logGroupNamePattern", pattern, $"satisfy regular expression pattern: {Pattern()}");
        }

        var parts = pattern.Split('|');
        return name => Array.Exists(parts, part => part[0] == '^'
            ? name.StartsWith(part[1..], StringComparison.Ordinal)
            : name.Contains(part, StringComparison.Ordinal));
    }

    private static void RefuseOthers(LogsRequest request)
    {
        if (request.Objects("dataSources") is not null || request.Texts("fieldIndexNames") is not null)
        {
            throw LogsException.InvalidParameter("LocalAws knows no data sources and no field indexes.");
        }
    }

    [GeneratedRegex(@"\A(\^?[.\-_/#A-Za-z0-9]{3,24})(\|\^?[.\-_/#A-Za-z0-9]{3,24}){0,4}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
