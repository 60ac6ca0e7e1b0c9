namespace LogArchiver.Function.Metrics;

/// <summary>One number of an invocation.</summary>
/// <param name="Name">As alarms and dashboards name it.</param>
/// <param name="Unit">One of CloudWatch's units: <c>Count</c>, <c>Bytes</c> or <c>Seconds</c>.</param>
/// <param name="Value">How much.</param>
internal sealed record Metric(string Name, string Unit, double Value);
