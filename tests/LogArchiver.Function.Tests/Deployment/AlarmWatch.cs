using System.Text.Json;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>A number that a service gives CloudWatch: of one minute, and there from another on.</summary>
internal sealed record Datum(string Space, string Metric, string Owner, int Minute, int Arrives, double Value);

/// <summary>An alarm of the stack, evaluated minute by minute as the CloudWatch user guide says: "Evaluating an alarm", "How alarm state is evaluated when
/// data is missing" and "Metric math syntax and functions". What the guide leaves open is a parameter: how many data points more than the
/// alarm names are fetched, and whether the running period is one of them.</summary>
/// <param name="alarm">The alarm, as CloudWatch describes it.</param>
/// <param name="extra">Data points that are fetched beyond those of the alarm.</param>
/// <param name="withRunningPeriod">Whether the period that is not over counts.</param>
internal sealed class AlarmWatch(JsonElement alarm, int extra, bool withRunningPeriod)
{
    /// <summary>The name of a metric that is not part of an expression.</summary>
    private const string Alone = "alone";

    private readonly int periods = alarm.GetProperty("EvaluationPeriods").GetInt32();
    private readonly int toAlarm = alarm.TryGetProperty("DatapointsToAlarm", out var given) ? given.GetInt32() : alarm.GetProperty("EvaluationPeriods").GetInt32();
    private readonly string formula = FormulaOf(alarm);
    private readonly bool silenceRings = alarm.GetProperty("TreatMissingData").GetString() == "breaching";

    /// <summary>The metrics that it looks at, by the names that its expression has for them.</summary>
    public IReadOnlyDictionary<string, (string Space, string Metric, string Dimension, string Owner, int Seconds)> Sources { get; } = SourcesOf(alarm);

    /// <summary>The first minute in which it rings; null where it does not.</summary>
    public int? FirstRing(IReadOnlyCollection<Datum> data, int from, int to)
    {
        var own = data.Where(each => Sources.Values.Any(one => Looks(one, each))).ToArray();
        for (var minute = from; minute <= to; minute++)
        {
            if (Rings([.. own.Where(each => each.Arrives <= minute)], minute))
            {
                return minute;
            }
        }

        return null;
    }

    private bool Rings(Datum[] arrived, int minute)
    {
        var length = Sources.Values.First().Seconds / 60;
        var last = (minute / length) - (withRunningPeriod ? 0 : 1);
        var range = Enumerable.Range(last - periods - extra + 1, periods + extra).ToArray();
        var series = Sources.ToDictionary(
            each => each.Key,
            each => range.Select(period => SumOf(arrived.Where(one => Looks(each.Value, one) && one.Minute / length == period))).ToArray(),
            StringComparer.Ordinal);
        var points = Evaluate(formula, series).OfType<double>().TakeLast(periods).ToArray();
        return points.Count(IsBreaching) + (silenceRings ? periods - points.Length : 0) >= toAlarm;
    }

    private bool IsBreaching(double value)
    {
        var threshold = alarm.GetProperty("Threshold").GetDouble();
        return alarm.GetProperty("ComparisonOperator").GetString() switch
        {
            "GreaterThanOrEqualToThreshold" => value >= threshold,
            "LessThanThreshold" => value < threshold,
            var other => throw new NotSupportedException(other),
        };
    }

    /// <summary>Sums and differences, in which a missing value is 0 where the other side has one, and FILL(…, REPEAT).</summary>
    private static double?[] Evaluate(string expression, Dictionary<string, double?[]> series)
    {
        const string Fill = "FILL(", Repeat = ", REPEAT)";
        if (expression.StartsWith(Fill, StringComparison.Ordinal))
        {
            Assert.EndsWith(Repeat, expression, StringComparison.Ordinal);
            double? known = null;
            return [.. Evaluate(expression[Fill.Length..^Repeat.Length], series).Select(value => known = value ?? known)];
        }

        var sum = new double?[series.Values.First().Length];
        var words = $"+ {expression}".Split(' ');
        for (var word = 0; word < words.Length; word += 2)
        {
            var sign = words[word] switch { "+" => 1, "-" => -1, var other => throw new NotSupportedException(other) };
            var one = series[words[word + 1]];
            sum = [.. sum.Select((value, place) => one[place] is { } more ? (value ?? 0) + (sign * more) : value)];
        }

        return sum;
    }

    private static double? SumOf(IEnumerable<Datum> data) => data.ToArray() is { Length: > 0 } some ? some.Sum(each => each.Value) : null;

    private static bool Looks((string Space, string Metric, string Dimension, string Owner, int Seconds) metric, Datum one) =>
        (metric.Space, metric.Metric, metric.Owner) == (one.Space, one.Metric, one.Owner);

    private static string FormulaOf(JsonElement alarm) => alarm.TryGetProperty("MetricName", out _)
        ? Alone
        : alarm.GetProperty("Metrics").EnumerateArray().Single(each => each.GetProperty("ReturnData").GetBoolean()).GetProperty("Expression").GetString()!;

    private static Dictionary<string, (string, string, string, string, int)> SourcesOf(JsonElement alarm)
    {
        return alarm.TryGetProperty("MetricName", out _)
            ? new(StringComparer.Ordinal) { [Alone] = Of(alarm, alarm, "Statistic") }
            : alarm.GetProperty("Metrics").EnumerateArray().Where(each => each.TryGetProperty("MetricStat", out _)).ToDictionary(
                each => each.GetProperty("Id").GetString()!,
                each => Of(each.GetProperty("MetricStat").GetProperty("Metric"), each.GetProperty("MetricStat"), "Stat"),
                StringComparer.Ordinal);

        static (string, string, string, string, int) Of(JsonElement metric, JsonElement times, string statistic)
        {
            Assert.Contains(times.GetProperty(statistic).GetString(), (string[])["Sum", "Maximum"]);
            var dimension = Assert.Single(metric.GetProperty("Dimensions").EnumerateArray());
            return (
                metric.GetProperty("Namespace").GetString()!, metric.GetProperty("MetricName").GetString()!, dimension.GetProperty("Name").GetString()!,
                dimension.GetProperty("Value").GetString()!, times.GetProperty("Period").GetInt32());
        }
    }
}
