using System.Text;
using System.Text.Json;
using LogArchiver.Function.Logging;
using LogArchiver.Function.Metrics;
using LogArchiver.Function.Runtime;
using LogArchiver.Outcome;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Metrics;

public sealed class MetricLineTests
{
    private static readonly DateTimeOffset Began = new ManualClock().GetUtcNow().AddMinutes(-15);

    private static readonly IReadOnlyList<Metric> Some = RunMetrics.Of(
        new ArchiveSummary { DryRun = false, Days = [Day(Ending.Sealed) with { Events = 9_007_199_254, StoredBytes = 3 }] }, TimeSpan.FromSeconds(1.2345), errorType: null, isScheduled: true);

    [Fact]
    public void It_keeps_to_the_embedded_metric_format()
    {
        var metrics = MetricFormat.Read(Write("JSON", "INFO"));
        Assert.Equal(Some.Select(metric => metric.Name), metrics.Keys);
        Assert.All(Some, metric => Assert.Equal((metric.Unit, metric.Value), metrics[metric.Name]));
        Assert.Equal(("Count", 9_007_199_254), metrics["Events"]);
        Assert.Equal(("Seconds", 1.234), metrics["Seconds"]);
    }

    [Fact]
    public void It_is_of_the_function_and_of_the_moment_in_which_the_invocation_began()
    {
        using var line = JsonDocument.Parse(Write("JSON", "INFO"));
        var metadata = line.RootElement.GetProperty("_aws");
        Assert.Equal(Began.ToUnixTimeMilliseconds(), metadata.GetProperty("Timestamp").GetInt64());
        var directive = Assert.Single(metadata.GetProperty("CloudWatchMetrics").EnumerateArray());
        Assert.Equal("LogArchiver", directive.GetProperty("Namespace").GetString());
        Assert.Equal("""[["FunctionName"]]""", directive.GetProperty("Dimensions").GetRawText());
        Assert.Equal("log-archiver-X", line.RootElement.GetProperty("FunctionName").GetString());
        Assert.Equal("r-1", line.RootElement.GetProperty("requestId").GetString());
    }

    [Theory]
    [InlineData("TRACE", "INFO")]
    [InlineData("INFO", "INFO")]
    [InlineData("WARN", "WARN")]
    [InlineData("ERROR", "ERROR")]
    [InlineData("FATAL", "FATAL")]
    public void Lambda_keeps_it_whatever_level_is_asked_for(string asked, string carried)
    {
        using var line = JsonDocument.Parse(Write("JSON", asked));
        Assert.Equal(carried, line.RootElement.GetProperty("level").GetString());
        Assert.Equal("2026-11-20T02:15:00.000Z", line.RootElement.GetProperty("timestamp").GetString());
    }

    [Fact]
    public void In_text_logs_it_stands_alone_on_its_line_too() => Assert.Equal(17, MetricFormat.Read(Write("Text", "INFO")).Count);

    [Fact]
    public void Units_are_those_that_people_expect() => Assert.Equal(
        ["Bytes RawBytes", "Bytes StoredBytes", "Seconds Seconds"],
        Some.Where(metric => metric.Unit != "Count").Select(metric => $"{metric.Unit} {metric.Name}").Order(StringComparer.Ordinal));

    [Fact]
    public void Days_are_counted_by_how_they_ended_and_others_not_at_all()
    {
        Ending[] endings = [.. Enum.GetValues<Ending>().SelectMany(ending => Enumerable.Repeat(ending, (int)ending + 1))];
        var metrics = Of([.. endings.Select(Day)]);
        Assert.Equal(
            [(int)Ending.Sealed + 1, (int)Ending.Empty + 1, (int)Ending.Paused + 1, (int)Ending.Failed + 1, (int)Ending.Skipped + 1],
            new[] { "DaysSealed", "DaysEmpty", "DaysPaused", "DaysFailed", "DaysSkipped" }.Select(name => metrics[name]));
    }

    [Fact]
    public void Nothing_is_counted_twice_over_many_runs()
    {
        var day = Day(Ending.Sealed) with { Events = 10, DroppedEvents = 2, RawBytes = 100, StoredBytes = 20, Requests = 3, Throttles = 1, Retries = 2 };
        var metrics = Of(
            [day, day with { Ending = Ending.AlreadySealed, Requests = 0 }, day with { Ending = Ending.Paused }, day with { LateEvents = 4, Events = 14 }]);
        Assert.Equal(
            (14, 4, 2, 200, 40),
            (metrics["Events"], metrics["LateEvents"], metrics["DroppedEvents"], metrics["RawBytes"], metrics["StoredBytes"]));
        Assert.Equal((9, 4, 8), (metrics["Requests"], metrics["Throttles"], metrics["Retries"]));
    }

    [Fact]
    public void A_run_that_never_began_has_every_metric_at_nothing() =>
        Assert.All(RunMetrics.Of(null, TimeSpan.Zero, ErrorTypes.BadRequest, isScheduled: true), metric => Assert.Equal(0, metric.Value));

    [Theory]
    [InlineData(null, true, "RunsSucceeded ScheduledRunsSucceeded")]
    [InlineData(null, false, "RunsSucceeded")]
    [InlineData(ErrorTypes.DaysPaused, true, "RunsPaused")]
    [InlineData(ErrorTypes.DaysExporting, false, "RunsPaused")]
    [InlineData(ErrorTypes.DaysFailed, true, "")]
    [InlineData(ErrorTypes.RunFailed, true, "")]
    [InlineData(ErrorTypes.Stopped, true, "")]
    [InlineData(ErrorTypes.Bug, true, "")]
    public void A_run_is_counted_by_how_it_ended_and_who_asked_for_it(string? errorType, bool isScheduled, string counted) => Assert.Equal(
        counted,
        string.Join(' ', RunMetrics.Of(null, TimeSpan.Zero, errorType, isScheduled).Where(metric => metric.Value > 0).Select(metric => metric.Name)));

    private static Dictionary<string, double> Of(DayOutcome[] days) =>
        RunMetrics.Of(new ArchiveSummary { DryRun = false, Days = days }, TimeSpan.Zero, errorType: null, isScheduled: false).ToDictionary(metric => metric.Name, metric => metric.Value, StringComparer.Ordinal);

    private static DayOutcome Day(Ending ending) => new() { Group = "app/a", Date = new DateOnly(2026, 11, 19), Ending = ending };

    private static string Write(string format, string level)
    {
        using var output = new MemoryStream();
        var settings = LogSettings.Of(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_LOG_FORMAT"] = format, ["AWS_LAMBDA_LOG_LEVEL"] = level,
        });
        using var loggers = new LambdaLoggerFactory(output, settings, new ManualClock()) { RequestId = "r-1" };
        loggers.Write("log-archiver-X", Began, Some);
        return Assert.Single(Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
