using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogArchiver.Gaps;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Gaps;

/// <summary>The report for machines. Field names are a promise: they may be added to, never changed.</summary>
internal static class GapsJson
{
    // Read from terminals and logs, never from inside an HTML page.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line of JSON.</summary>
    /// <param name="plan">What was looked at.</param>
    /// <param name="report">What is lacking; after a repair, what remains.</param>
    /// <param name="repair">What the repair did; null when there was none.</param>
    public static byte[] Write(ArchivePlan plan, GapReport report, ArchiveSummary? repair)
    {
        var document = new JsonObject
        {
            ["from"] = Text(plan.Dates[0].Date),
            ["to"] = Text(plan.Dates[^1].Date),
            ["timeZone"] = plan.TimeZone,
            ["groups"] = new JsonArray([.. report.Groups.Select(group => (JsonNode)Group(group))]),
            ["totals"] = Totals(report),
            ["failures"] = new JsonArray([.. report.Failures.Select(failure => (JsonNode)Failure(failure))]),
            ["warnings"] = new JsonArray([.. report.Warnings.Select(warning => JsonValue.Create(warning))]),
        };
        if (repair is not null)
        {
            document["repair"] = JsonNode.Parse(SummaryJson.Write(repair));
        }

        return JsonSerializer.SerializeToUtf8Bytes(document, Options);
    }

    /// <summary>One line of JSON for a repair that was stopped: what remains is not known.</summary>
    public static byte[] WriteStopped(ArchiveSummary repair) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["repair"] = JsonNode.Parse(SummaryJson.Write(repair)) }, Options);

    // Beside the sums, each state by its name.
    private static JsonObject Totals(GapReport report)
    {
        var totals = new JsonObject
        {
            ["groups"] = report.Groups.Count,
            ["sealed"] = report.Groups.Sum(group => group.Sealed),
            ["withoutArchive"] = report.Missing,
            ["repairable"] = report.Repairable,
        };
        foreach (var state in Enum.GetValues<GapState>())
        {
            totals[Word(state)] = report.Count(state);
        }

        return totals;
    }

    private static JsonObject Group(GroupGaps group)
    {
        var node = new JsonObject { ["group"] = group.Group.Name, ["sealed"] = group.Sealed };
        if (group.Group is { IsLinked: true, Arn: { } arn })
        {
            node["arn"] = arn;
        }

        if (group.Exemption is { } reason)
        {
            node["notExpected"] = reason;
        }

        node["gaps"] = new JsonArray([.. GapKind.Stretches(group.Gaps).Select(stretch => (JsonNode)new JsonObject
        {
            ["from"] = Text(stretch.From),
            ["to"] = Text(stretch.To),
            ["days"] = stretch.Days,
            ["state"] = Word(stretch.Value.State),
            ["repairable"] = stretch.Value.CanBeRepaired,
        })]);
        return node;
    }

    private static JsonObject Failure(DayOutcome failure) =>
        new JsonObject { ["group"] = failure.Group, ["cause"] = failure.Fault?.Cause, ["fix"] = failure.Fault?.Fix };

    private static string Word(GapState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
