using System.Text;
using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

/// <summary>Requests as a test writes them.</summary>
internal static class Requests
{
    /// <summary>Friday 2026-11-20, 02:15 UTC.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 15, 0, TimeSpan.Zero);

    /// <summary>What is needed at least, as the environment gives it.</summary>
    public static ArchiveRequest Environment(params (string Name, string? Value)[] more) => EnvironmentReader.Read(
        new (string Name, string? Value)[] { ("LOGARCHIVER_BUCKET", "archive"), ("LOGARCHIVER_LOG_GROUPS", "/app") }
            .Concat(more).GroupBy(variable => variable.Name).ToDictionary(same => same.Key, same => same.Last().Value));

    public static ArchiveRequest Payload(string json) => PayloadReader.Read(Encoding.UTF8.GetBytes(json));

    /// <summary>The plan of a payload over the least environment.</summary>
    public static ArchivePlan Plan(string payload, DateTimeOffset? now = null) =>
        Planner.Plan(Environment().OverriddenBy(Payload(payload)), now ?? Now);

    /// <summary>The faults of a payload over the least environment, one line each, as a user reads them.</summary>
    public static string Faults(string payload, DateTimeOffset? now = null) =>
        Assert.Throws<BadRequestException>(() => Plan(payload, now)).Message;

    public static string[] Dates(string payload, DateTimeOffset? now = null) =>
        [.. Plan(payload, now).Dates.Select(date => $"{date.Date:yyyy-MM-dd}")];
}
