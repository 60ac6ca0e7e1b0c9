using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LogArchiver.Discover;
using LogArchiver.Plan;

namespace LogArchiver.Backfill;

/// <summary>The list that the state machine works through: a JSON array of ordinary payloads, each for one invocation. Pure.</summary>
internal sealed class ItemList
{
    /// <summary>The most payloads a run has. With some 150 bytes each, the list takes 15 MB of memory; the state machine itself would
    /// take more (source: Step Functions, ItemReader: up to 100 million).</summary>
    public const int MaxItems = 100_000;

    /// <summary>Settings of the request that an item does not carry on: which groups and dates were meant is decided, and the rest
    /// concerns the run as a whole.</summary>
    private static readonly Setting[] Decided =
    [
        Settings.LogGroups, Settings.ExcludeLogGroups, Settings.Tags, .. Settings.Dates,
        Settings.PaceShare, Settings.Concurrency, Settings.NewestFirst, Settings.DryRun,
    ];

    private readonly ArchivePlan plan;
    private readonly ArchiveRequest request;
    private readonly decimal paceShare;

    /// <param name="plan">The run's plan.</param>
    /// <param name="request">What it was started with, the function's environment left out: every item gets that anyway.</param>
    public ItemList(ArchivePlan plan, ArchiveRequest request)
    {
        (this.plan, this.request) = (plan, request);
        // As many as run at once share the pace of one.
        paceShare = Math.Max(Math.Round((decimal)plan.PaceShare / plan.Concurrency, 4), 0.0001m);
    }

    /// <summary>One item for each day.</summary>
    public byte[] OfDays(IEnumerable<GroupDay> days) => Write(days, (item, day) =>
    {
        Name(item, day.Group);
        item.WriteString(Settings.Date.Name, day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    });

    /// <summary>One item for each group, each a daily run of that group alone: it looks back and settles as any daily run does.</summary>
    public byte[] OfGroups(IEnumerable<LogGroup> groups, DateTimeOffset scheduled) => Write(groups, (item, group) =>
    {
        Name(item, group);
        PayloadWriter.WriteGiven(item, request, [Settings.DaysAgo]);
        item.WriteString(ScheduledTime.FieldName, scheduled.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    });

    /// <summary>The name of the file: the same list has the same name, and another attempt's other list another one, so that a list
    /// that is being read is never written over.</summary>
    public static string NameOf(ReadOnlySpan<byte> list) => $"items-{Convert.ToHexStringLower(SHA256.HashData(list))[..16]}.json";

    private byte[] Write<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> describe)
    {
        using var list = new MemoryStream();
        using (var json = new Utf8JsonWriter(list, PayloadWriter.Readable))
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                json.WriteStartObject();
                describe(json, item);
                json.WriteNumber(Settings.PaceShare.Name, paceShare);
                PayloadWriter.WriteGiven(json, request, Settings.All.Except(Decided));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return list.ToArray();
    }

    // What the environment leaves out or asks of a group's tags, it did when the groups were found; asking again would cost requests.
    private void Name(Utf8JsonWriter item, LogGroup group)
    {
        item.WriteStartArray(Settings.LogGroups.Name);
        item.WriteStringValue(group is { IsLinked: true, Arn: { } arn } ? arn : group.Name);
        item.WriteEndArray();
        foreach (var (setting, count) in ((Setting, int)[])[(Settings.ExcludeLogGroups, plan.Groups.Exclude.Count), (Settings.Tags, plan.Groups.Tags.Count)])
        {
            if (count > 0)
            {
                item.WriteStartArray(setting.Name);
                item.WriteEndArray();
            }
        }
    }
}
