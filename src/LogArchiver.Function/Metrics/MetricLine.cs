using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LogArchiver.Function.Logging;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function.Metrics;

/// <summary>Writes metrics as a log line in CloudWatch's embedded metric format: whoever stores the line makes metrics of it, with no
/// request and no permission more (source: CloudWatch user guide, Specification: embedded metric format). Pure.</summary>
internal static class MetricLine
{
    /// <summary>Where the metrics are found.</summary>
    public const string Namespace = "LogArchiver";

    /// <summary>The one dimension: metrics of two functions in an account stay apart.</summary>
    public const string Dimension = "FunctionName";

    /// <summary>The line, its final newline included.</summary>
    /// <remarks>
    /// <para>It is one object and nothing around it, in text logs too: CloudWatch looks for metrics in events that are JSON from their
    /// first character to their last.</para>
    /// <para>Where logs are JSON, Lambda reads <c>timestamp</c> and <c>level</c> of each line, takes a line without them for INFO, and
    /// drops what is below the level that is kept (source: Lambda developer guide, Log-level filtering). A function that is to log
    /// errors only must not lose its metrics: their level is the lowest that is kept.</para>
    /// <para>The metrics are of the moment in which the invocation began, as Lambda's own are (source: Lambda developer guide, Types of
    /// metrics: "the timestamp on an error metric reflects when the function was invoked, not when the error occurred"). An alarm that sets
    /// the two off against each other finds them in the same minute; of the moment of writing, they would lie up to 15 minutes apart.</para>
    /// </remarks>
    /// <param name="function">The function's name.</param>
    /// <param name="began">When the invocation began.</param>
    /// <param name="time">When the line is written, by the clock.</param>
    /// <param name="kept">The least level that is kept.</param>
    /// <param name="requestId">The invocation; null where it is not known.</param>
    /// <param name="metrics">At most 100, each name once (same specification).</param>
    public static ReadOnlyMemory<byte> Of(
        string function, DateTimeOffset began, DateTimeOffset time, LogLevel kept, string? requestId, IReadOnlyList<Metric> metrics)
    {
        var line = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", time.ToString(LogLine.TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("level", LogSettings.NameOf(kept > LogLevel.Information ? kept : LogLevel.Information));
            if (requestId is not null)
            {
                json.WriteString("requestId", requestId);
            }

            WriteDirective(json, began, metrics);
            json.WriteString(Dimension, function);
            foreach (var metric in metrics)
            {
                json.WriteNumber(metric.Name, metric.Value);
            }

            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    private static void WriteDirective(Utf8JsonWriter json, DateTimeOffset began, IReadOnlyList<Metric> metrics)
    {
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", began.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", Namespace);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue(Dimension);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var metric in metrics)
        {
            json.WriteStartObject();
            json.WriteString("Name", metric.Name);
            json.WriteString("Unit", metric.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
