using System.Text.Json;
using LogArchiver.Function.Metrics;
using LogArchiver.Plan;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>Alarms and dashboard look at metrics that there are; tables and queries look where the archive is.</summary>
public sealed class WatchingTests
{
    /// <summary>The metrics that the function emits, with their units.</summary>
    private static readonly Dictionary<string, string> Units =
        RunMetrics.Of(null, TimeSpan.Zero, errorType: null, isScheduled: true).ToDictionary(metric => metric.Name, metric => metric.Unit, StringComparer.Ordinal);

    private static readonly string[] Own = [.. Units.Keys];

    [DeployedFact]
    public async Task An_alarm_looks_at_each_way_in_which_a_day_can_be_missing()
    {
        var stack = await DeployedStack.OfAsync();
        var (nightly, machine) = (stack["function"].GetProperty("FunctionName").GetString(), stack["machineFunction"].GetProperty("FunctionName").GetString());
        Assert.Equal(
            [
                "AWS/Lambda Errors FunctionName machine", "AWS/Lambda Errors FunctionName nightly", "AWS/SQS ApproximateNumberOfMessagesVisible QueueName queue",
                "AWS/States ExecutionsAborted StateMachineArn machine", "AWS/States ExecutionsFailed StateMachineArn machine",
                "AWS/States ExecutionsTimedOut StateMachineArn machine", "LogArchiver DaysFailed FunctionName nightly", "LogArchiver DaysPaused FunctionName nightly",
                "LogArchiver RunsPaused FunctionName machine", "LogArchiver RunsPaused FunctionName nightly",
                "LogArchiver ScheduledRunsSucceeded FunctionName nightly",
            ],
            stack["alarms"].EnumerateArray().SelectMany(alarm => Metrics(alarm).Values)
                .Select(each => $"{each.Space} {each.Metric} {each.Dimension} {Role(each.Owner)}").Order(StringComparer.Ordinal));
        Assert.All(stack["alarms"].EnumerateArray(), alarm => Assert.Empty(alarm.GetProperty("AlarmActions").EnumerateArray()));

        string Role(string owner) =>
            owner == nightly ? "nightly"
            : owner == machine || owner == stack["machine"].GetProperty("stateMachineArn").GetString() ? "machine"
            : owner == stack["queue"].GetProperty("arn").GetString()!.Split(':')[^1] ? "queue" : owner;
    }

    [DeployedFact]
    public async Task No_alarm_asks_for_what_CloudWatch_does_not_have()
    {
        var stack = await DeployedStack.OfAsync();
        foreach (var alarm in stack["alarms"].EnumerateArray())
        {
            var name = alarm.GetProperty("AlarmName").GetString();
            var metrics = Metrics(alarm).Values.ToArray();
            Assert.All(metrics, each => Assert.True(each.Space != MetricLine.Namespace || Own.Contains(each.Metric, StringComparer.Ordinal), each.Metric));

            // Asked for another unit than the metric has, an alarm never sees a value; and all metrics of an expression are of one period
            // (source: API reference of PutMetricAlarm).
            Assert.DoesNotContain("\"Unit\"", alarm.GetRawText(), StringComparison.Ordinal);
            var period = Assert.Single(metrics.Select(each => each.Seconds).Distinct());

            // CloudWatch looks back a day, or with periods of an hour or more, seven (same source).
            var periods = alarm.GetProperty("EvaluationPeriods").GetInt32();
            Assert.True(period * periods <= (period < 3600 ? 86_400 : 604_800), name);

            // A number of an invocation is of its beginning, and comes up to 15 minutes later.
            Assert.True(metrics.All(each => each.Space is "AWS/SQS" or "AWS/States") || period * periods >= 30 * 60, name);
            Assert.Equal(name!.Contains("NoSuccessfulRun", StringComparison.Ordinal) ? "breaching" : "notBreaching", alarm.GetProperty("TreatMissingData").GetString());
        }
    }

    [DeployedFact]
    public async Task The_dashboard_shows_every_metric_of_the_function()
    {
        var stack = await DeployedStack.OfAsync();
        var shown = stack["dashboard"].GetProperty("widgets").EnumerateArray()
            .Select(widget => widget.GetProperty("properties")).Where(each => each.TryGetProperty("metrics", out _))
            .SelectMany(each => MetricsOf(each.GetProperty("metrics"))).ToList();
        Assert.Equal(Own.Order(StringComparer.Ordinal), shown.Where(each => each.Space == MetricLine.Namespace).Select(each => each.Metric).Order(StringComparer.Ordinal));
        Assert.All(shown, each => Assert.Equal(stack["function"].GetProperty("FunctionName").GetString(), each.Function));
        var alarms = stack["dashboard"].GetProperty("widgets").EnumerateArray().Single(widget => widget.GetProperty("type").GetString() == "alarm");
        Assert.Equal(
            stack["alarms"].EnumerateArray().Select(alarm => alarm.GetProperty("AlarmName").GetString()).Order(StringComparer.Ordinal),
            alarms.GetProperty("properties").GetProperty("alarms").EnumerateArray().Select(arn => arn.GetString()!.Split(':')[^1]).Order(StringComparer.Ordinal));
    }

    [DeployedFact]
    public async Task The_tables_find_a_day_where_the_key_template_puts_it()
    {
        var stack = await DeployedStack.OfAsync(DeployedStack.Everything);
        var folder = Settings.KeyTemplate.Default![..Settings.KeyTemplate.Default!.LastIndexOf('/')];
        var place = folder.Replace("{group}", "${log_group}", StringComparison.Ordinal).Replace("{date}", "${dt}", StringComparison.Ordinal);
        var bucket = stack["bucket"].GetProperty("name").GetString();
        Assert.Equal(["events", "raw_lines"], stack["tables"].EnumerateArray().Select(table => table.GetProperty("Name").GetString()!).Order(StringComparer.Ordinal));
        foreach (var table in stack["tables"].EnumerateArray())
        {
            Assert.Equal(["log_group", "dt"], table.GetProperty("PartitionKeys").EnumerateArray().Select(key => key.GetProperty("Name").GetString()));
            var parameters = table.GetProperty("Parameters").EnumerateObject().ToDictionary(each => each.Name, each => each.Value.GetString(), StringComparer.Ordinal);
            Assert.Equal($"s3://{bucket}/logs/{place}/", parameters["storage.location.template"]);
            Assert.Equal("injected", parameters["projection.log_group.type"]);
            Assert.Equal(("true", "date", "yyyy-MM-dd", "DAYS"), (
                parameters["projection.enabled"], parameters["projection.dt.type"], parameters["projection.dt.format"], parameters["projection.dt.interval.unit"]));
            Assert.EndsWith(",NOW", parameters["projection.dt.range"], StringComparison.Ordinal);
        }
    }

    [DeployedFact]
    public async Task The_saved_queries_name_a_group_and_dates_as_the_tables_demand()
    {
        var stack = await DeployedStack.OfAsync(DeployedStack.Everything);
        var queries = stack["queries"].EnumerateArray().ToDictionary(
            query => query.GetProperty("Name").GetString()!, query => query.GetProperty("QueryString").GetString()!, StringComparer.Ordinal);
        Assert.Equal(["Count by stream", "Errors by hour", "Find a request id", "Find a request id in raw lines"], queries.Keys.Order(StringComparer.Ordinal));
        foreach (var sql in queries.Values)
        {
            // Injected: Athena refuses a query that does not say which (source: Athena user guide, Dynamic ID partitioning).
            Assert.Contains("WHERE log_group = replace('/app/web', '/', '~')", sql, StringComparison.Ordinal);
            Assert.Contains("AND dt >= date_format(current_date - interval '7' day, '%Y-%m-%d')", sql, StringComparison.Ordinal);
            Assert.DoesNotContain("${", sql, StringComparison.Ordinal);
            Assert.Equal(sql.Count(each => each == '('), sql.Count(each => each == ')'));
            Assert.Equal(0, sql.Count(each => each == '\'') % 2);
        }

        Assert.Equal("log_archiver", stack["outputs"].GetProperty("DatabaseName").GetString());
    }

    private static IReadOnlyDictionary<string, (string Space, string Metric, string Dimension, string Owner, int Seconds)> Metrics(JsonElement alarm) =>
        new AlarmWatch(alarm, extra: 0, withRunningPeriod: true).Sources;

    /// <summary>A dot stands for what the line above has in its place.</summary>
    private static IEnumerable<(string Space, string Metric, string Function)> MetricsOf(JsonElement metrics)
    {
        string[] above = [];
        foreach (var line in metrics.EnumerateArray())
        {
            above = [.. line.EnumerateArray().Take(4).Select((each, place) => each.GetString() is "." ? above[place] : each.GetString()!)];
            Assert.Equal(MetricLine.Dimension, above[2]);
            yield return (above[0], above[1], above[3]);
        }
    }
}
