using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogArchiver.Cli.Terminal;
using LogArchiver.Discover;
using LogArchiver.Estimate;
using LogArchiver.Outcome;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Planning;

/// <summary>The estimate for machines. Field names are a promise: they may be added to, never changed. Every figure below <c>day</c>,
/// <c>work</c> and <c>cost</c> is an estimate.</summary>
internal static class PlanJson
{
    // Read from terminals and logs, never from inside an HTML page.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line of JSON.</summary>
    public static byte[] Write(ArchivePlan plan, RangeEstimate estimate) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject
        {
            ["from"] = Text(plan.Dates[0].Date),
            ["to"] = Text(plan.Dates[^1].Date),
            ["timeZone"] = plan.TimeZone,
            ["region"] = estimate.Region,
            ["paceShare"] = estimate.PaceShare,
            ["memoryMb"] = estimate.MemoryMB,
            ["setRetentionDays"] = estimate.WantedRetentionDays,
            ["groups"] = Array(estimate.Groups.Select(Group)),
            ["days"] = Counts(estimate),
            ["unknownDays"] = estimate.UnknownDays,
            ["sampledPages"] = estimate.SampledPages,
            ["work"] = Work(estimate.Work),
            ["invocations"] = estimate.Invocations,
            ["stateMachine"] = new JsonObject
            {
                ["items"] = estimate.Items, ["concurrency"] = estimate.Concurrency, ["transitions"] = Round(estimate.Transitions),
            },
            ["cost"] = Cost(estimate),
            ["notes"] = Array(PlanNotes.Of(plan, estimate).Select(note => JsonValue.Create(note))),
            ["failures"] = Array(estimate.Failures.Select(Failure)),
            ["warnings"] = Array(estimate.Warnings.Select(warning => JsonValue.Create(warning))),
        },
        Options);

    /// <summary>A class as the service spells it.</summary>
    public static string Word(LogGroupClass kind) => kind switch
    {
        LogGroupClass.InfrequentAccess => "INFREQUENT_ACCESS",
        LogGroupClass.Delivery => "DELIVERY",
        _ => "STANDARD",
    };

    private static JsonObject Group(GroupEstimate group)
    {
        var node = new JsonObject { ["group"] = group.Group.Name };
        if (group.Group is { IsLinked: true, Arn: { } arn })
        {
            node["arn"] = arn;
        }

        node["class"] = Word(group.Group.Class);
        node["retentionDays"] = group.Group.RetentionDays;
        node["retention"] = group.Retention is { } retention
            ? new JsonObject { ["step"] = Name(retention.Step.ToString()), ["reason"] = retention.Reason }
            : null;
        node["dates"] = Array(DateStretches.Of(group.Days.Select(day => (day.Date, day.Fate))).Select(stretch => new JsonObject
        {
            ["from"] = Text(stretch.From), ["to"] = Text(stretch.To), ["days"] = stretch.Days, ["state"] = Word(stretch.Value),
        }));
        node["unknownDays"] = group.UnknownDays;
        node["basis"] = group.Volume is { } volume ? Name(volume.Basis.ToString()) : null;
        node["basisDays"] = group.Volume?.BasisDays;
        node["reader"] = group.Reader is { } reader ? Name(reader.ToString()) : null;
        node["day"] = group.Volume is null ? null : new JsonObject
        {
            ["events"] = Round(group.Volume.Events),
            ["messageBytes"] = Round(group.Volume.MessageBytes),
            ["rawBytes"] = Round(group.Volume.RawBytes),
            ["storedBytes"] = Round(group.Volume.StoredBytes),
            ["pages"] = Round(group.Volume.Pages),
        };
        node["work"] = Work(group.Work);
        return node;
    }

    private static JsonObject Work(Workload work) => new()
    {
        ["days"] = work.Days,
        ["events"] = Round(work.Events),
        ["messageBytes"] = Round(work.MessageBytes),
        ["rawBytes"] = Round(work.RawBytes),
        ["storedBytes"] = Round(work.StoredBytes),
        ["files"] = work.Files,
        ["requests"] = new JsonObject
        {
            ["FilterLogEvents"] = Round(work.GroupPages),
            ["GetLogEvents"] = Round(work.StreamPages),
            ["DescribeLogStreams"] = Round(work.StreamListings),
            ["CreateExportTask"] = work.ExportTasks,
            ["s3Writing"] = Round(work.Puts),
            ["s3Reading"] = Round(work.Gets),
        },
        ["seconds"] = Math.Round(work.Seconds, 1),
    };

    private static JsonObject Cost(RangeEstimate estimate)
    {
        var bill = estimate.Bill;
        return new JsonObject
        {
            ["currency"] = estimate.Prices.Currency,
            ["pricesOf"] = Text(estimate.Prices.Date),
            ["pricesRegion"] = estimate.Prices.Region,
            ["pricesSource"] = estimate.Prices.Source,
            ["once"] = new JsonObject
            {
                ["lambdaArm64"] = Money(bill.LambdaArm64), ["lambdaX86"] = Money(bill.LambdaX86), ["s3Requests"] = Money(bill.Requests),
                ["stateMachine"] = Money(bill.StateMachine),
            },
            ["storage"] = Array(bill.Storage.Select(one => new JsonObject
            {
                ["name"] = one.Name, ["moving"] = Money(one.Moving), ["perMonth"] = Money(one.PerMonth), ["perYear"] = Money(one.PerYear),
            })),
            ["cloudWatchLogs"] = new JsonObject
            {
                ["perMonth"] = Money(bill.CloudWatchLogsPerMonth),
                ["perYear"] = Money(bill.CloudWatchLogsPerYear),
                ["storedShare"] = estimate.Prices.CloudWatchLogs.StoredShare,
            },
        };
    }

    private static JsonObject Counts(RangeEstimate estimate)
    {
        var counts = new JsonObject();
        foreach (var fate in Enum.GetValues<DayFate>())
        {
            counts[Word(fate)] = estimate.Count(fate);
        }

        return counts;
    }

    private static JsonObject Failure(DayOutcome failure) =>
        new() { ["group"] = failure.Group, ["cause"] = failure.Fault?.Cause, ["fix"] = failure.Fault?.Fix };

    private static JsonArray Array(IEnumerable<JsonNode?> nodes) => [.. nodes];

    private static string Word(DayFate fate) => Name(fate.ToString());

    private static string Name(string word) => JsonNamingPolicy.CamelCase.ConvertName(word);

    private static double Round(double value) => Math.Ceiling(value);

    private static double Money(double value) => Math.Round(value, 6);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
