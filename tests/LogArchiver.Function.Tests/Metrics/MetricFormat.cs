using System.Text.Json;
using System.Text.RegularExpressions;

namespace LogArchiver.Function.Tests.Metrics;

/// <summary>Holds a line against the embedded metric format (source: CloudWatch user guide, Specification: embedded metric format; the
/// limits are those of its schema).</summary>
internal static partial class MetricFormat
{
    private static readonly string[] Units =
    [
        "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits",
        "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second",
        "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None",
    ];

    /// <summary>The metrics of a line that keeps to the format: unit and value by name.</summary>
    public static IReadOnlyDictionary<string, (string Unit, double Value)> Read(string line)
    {
        Assert.DoesNotContain('\n', line);
        Assert.True(line.Length < 256 * 1024);
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var names = root.EnumerateObject().Select(member => member.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        var metadata = root.GetProperty("_aws");
        Assert.Equal(["Timestamp", "CloudWatchMetrics"], metadata.EnumerateObject().Select(member => member.Name));
        Assert.True(metadata.GetProperty("Timestamp").GetInt64() > 1_000_000_000_000, "milliseconds");
        var metrics = new Dictionary<string, (string, double)>(StringComparer.Ordinal);
        foreach (var directive in metadata.GetProperty("CloudWatchMetrics").EnumerateArray())
        {
            Assert.Equal(["Namespace", "Dimensions", "Metrics"], directive.EnumerateObject().Select(member => member.Name));
            Assert.Matches(NamespaceText(), directive.GetProperty("Namespace").GetString());
            CheckDimensions(root, directive.GetProperty("Dimensions"));
            Assert.InRange(directive.GetProperty("Metrics").GetArrayLength(), 1, 100);
            foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
            {
                Assert.Equal(["Name", "Unit"], metric.EnumerateObject().Select(member => member.Name));
                var (name, unit) = (metric.GetProperty("Name").GetString()!, metric.GetProperty("Unit").GetString()!);
                Assert.InRange(name.Length, 1, 1024);
                Assert.Contains(unit, Units);
                metrics.Add(name, (unit, root.GetProperty(name).GetDouble()));
            }
        }

        return metrics;
    }

    // A set has at most 30 dimensions, and every one is a text of the root with 1 to 1,024 characters, not all of them blank.
    private static void CheckDimensions(JsonElement root, JsonElement sets)
    {
        Assert.True(sets.GetArrayLength() > 0);
        foreach (var set in sets.EnumerateArray())
        {
            Assert.InRange(set.GetArrayLength(), 1, 30);
            foreach (var dimension in set.EnumerateArray())
            {
                var value = root.GetProperty(dimension.GetString()!).GetString()!;
                Assert.InRange(value.Length, 1, 1024);
                Assert.False(string.IsNullOrWhiteSpace(value));
            }
        }
    }

    [GeneratedRegex("^[0-9A-Za-z._\\-/#:]{1,255}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamespaceText();
}
