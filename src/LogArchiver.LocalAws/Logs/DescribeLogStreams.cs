using System.Globalization;
using System.Text.Json;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Lists a group's streams, 50 a page. Their timestamps lag behind, and their stored bytes are always 0 (source: the
/// API reference of DescribeLogStreams and of LogStream).</summary>
internal sealed class DescribeLogStreams(GroupCatalog groups, TimeSpan longestLag)
{
    private const int MostOnPage = 50;

    public byte[] Answer(LogsRequest request)
    {
        var group = groups.Named(request);
        var limit = request.Limit(MostOnPage, MostOnPage);
        var prefix = request.Name("logStreamNamePrefix");
        var (byTime, descending) = (ByTime(request, prefix), request.Flag("descending") ?? false);
        var subject = $"streams{Mixer.Of($"{group.Arn}\n{byTime}\n{descending}")}";
        var after = ListToken.Parse(request.Text("nextToken"), subject, groups.NowMs);
        var page = (byTime, descending) switch
        {
            (false, false) => Ascending(group, prefix ?? "", after, limit),
            (false, true) => Placed(Prefixed(group, prefix ?? "").Reverse(), after, limit),
            _ => Placed(InTimeOrder(group, descending), after, limit),
        };
        return LogsAnswer.Of(writer =>
        {
            writer.WriteStartArray("logStreams");
            page.Items.ForEach(stream => Write(writer, group, stream));
            writer.WriteEndArray();
            page.WriteToken(writer, subject, groups.NowMs);
        });
    }

    private static bool ByTime(LogsRequest request, string? prefix) => request.Text("orderBy") switch
    {
        null or "LogStreamName" => false,
        "LastEventTime" when prefix is null => true,
        "LastEventTime" => throw LogsException.InvalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix."),
        { } other => throw LogsException.Constraint("orderBy", other, "satisfy enum value set: [LogStreamName, LastEventTime]"),
    };

    private ListPage<StreamFacts> Ascending(LocalGroup group, string prefix, string? after, int limit)
    {
        var rest = group.Content.StreamsFrom(after ?? prefix, Visible)
            .TakeWhile(stream => stream.Name.StartsWith(prefix, StringComparison.Ordinal));
        return ListPage.Take(rest, stream => stream.Name, after, limit);
    }

    // Not in the names' order a page goes on after a number of streams.
    private static ListPage<StreamFacts> Placed(IEnumerable<StreamFacts> ordered, string? after, int limit)
    {
        var skip = after is null ? 0 : int.Parse(after, NumberStyles.None, CultureInfo.InvariantCulture);
        var items = ordered.Skip(skip).Take(limit + 1).ToList();
        return items.Count > limit
            ? new ListPage<StreamFacts>(items[..limit], $"{skip + limit}")
            : new ListPage<StreamFacts>(items, LastKey: null);
    }

    private IEnumerable<StreamFacts> Prefixed(LocalGroup group, string prefix) => group.Content.StreamsFrom(prefix, Visible)
        .TakeWhile(stream => stream.Name.StartsWith(prefix, StringComparison.Ordinal));

    private IEnumerable<StreamFacts> InTimeOrder(LocalGroup group, bool descending)
    {
        var all = group.Content.StreamsFrom("", Visible);
        return descending
            ? all.OrderByDescending(stream => stream.LastEvent ?? 0)
            : all.OrderBy(stream => stream.LastEvent ?? 0);
    }

    // Each stream has a lag of its own, from a tenth of the longest to all of it.
    private long Visible(string stream) =>
        groups.NowMs - (long)(longestLag.TotalMilliseconds * (1 + (Mixer.Of(stream) % 10)) / 10);

    private static void Write(Utf8JsonWriter writer, LocalGroup group, StreamFacts stream)
    {
        writer.WriteStartObject();
        writer.WriteString("logStreamName", stream.Name);
        writer.WriteNumber("creationTime", stream.Created);
        WriteTime(writer, "firstEventTimestamp", stream.FirstEvent);
        WriteTime(writer, "lastEventTimestamp", stream.LastEvent);
        WriteTime(writer, "lastIngestionTime", stream.LastIngestion);
        writer.WriteString("arn", $"{group.Arn}:log-stream:{stream.Name}");
        writer.WriteNumber("storedBytes", 0);
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, long? time)
    {
        if (time is { } shown)
        {
            writer.WriteNumber(name, shown);
        }
    }
}
