using System.Text.Json;
using LogArchiver.Function.Metrics;
using LogArchiver.Plan;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>Alarms and dashboard look at metrics that there are; tables and queries look where the archive is.</summary>
public sealed class WatchingTests
{
    /// <summary>The metrics that the function emits, with their units.</summary>
    private static readonly Dictionary<string, string> Units =
        RunMetrics.Of(null, TimeSpan.Zero, succeeded: true).ToDictionary(metric => metric.Name, metric => metric.Unit, StringComparer.Ordinal);

    private static readonly string[] Own = [.. Units.Keys];

    [DeployedFact]
    public async Task An_alarm_fires_for_each_way_in_which_a_day_can_be_missing()
    {
        var stack = await DeployedStack.OfAsync();
        var function = stack["function"].GetProperty("FunctionName").GetString();
        var alarms = stack["alarms"].EnumerateArray().ToDictionary(each => each.GetProperty("MetricName").GetString()!, StringComparer.Ordinal);
        Assert.Equal(
            ["ApproximateNumberOfMessagesVisible", "DaysFailed", "DaysPaused", "Errors", "RunsSucceeded"], alarms.Keys.Order(StringComparer.Ordinal));
        foreach (var (metric, alarm) in alarms)
        {
            var (space, dimension) = (alarm.GetProperty("Namespace").GetString(), Assert.Single(alarm.GetProperty("Dimensions").EnumerateArray()));
            Assert.Equal(
                metric switch { "Errors" => "AWS/Lambda", "ApproximateNumberOfMessagesVisible" => "AWS/SQS", _ => MetricLine.Namespace }, space);
            Assert.Equal(
                space == "AWS/SQS" ? ("QueueName", stack["queue"].GetProperty("arn").GetString()!.Split(':')[^1]) : (MetricLine.Dimension, function),
                (dimension.GetProperty("Name").GetString(), dimension.GetProperty("Value").GetString()));
            Assert.True(space != MetricLine.Namespace || Own.Contains(metric, StringComparer.Ordinal), metric);

            // An alarm that asks for another unit than the metric has never sees a value (source: API reference of PutMetricAlarm).
            Assert.True(
                !alarm.TryGetProperty("Unit", out var unit) || unit.GetString() == (space == MetricLine.Namespace ? Units[metric] : "Count"), metric);

            // CloudWatch looks back a day, or with periods of an hour or more, seven (source: API reference of PutMetricAlarm).
            var (period, periods) = (alarm.GetProperty("Period").GetInt32(), alarm.GetProperty("EvaluationPeriods").GetInt32());
            Assert.True(period * periods <= (period < 3600 ? 86_400 : 604_800), metric);
        }

        var silence = alarms["RunsSucceeded"];
        Assert.Equal(26 * 3600, silence.GetProperty("Period").GetInt32() * silence.GetProperty("EvaluationPeriods").GetInt32());
        Assert.Equal("breaching", silence.GetProperty("TreatMissingData").GetString());
        Assert.Equal(26, silence.GetProperty("DatapointsToAlarm").GetInt32());
        Assert.All(alarms.Values, alarm => Assert.Empty(alarm.GetProperty("AlarmActions").EnumerateArray()));
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
