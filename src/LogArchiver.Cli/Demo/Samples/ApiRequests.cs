using System.Globalization;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Demo.Samples;

/// <summary>An API that logs a JSON object for every request, health checks of the load balancer between them.</summary>
internal static class ApiRequests
{
    private const int RequestsPerStream = 4_000;
    private static readonly TimeSpan HealthCheckBeat = TimeSpan.FromSeconds(20);

    private static readonly string[] Routes =
        ["/v1/orders", "/v1/orders/{id}", "/v1/customers/{id}", "/v1/products/{id}/stock", "/v1/quotes", "/v1/login"];

    public static SampleGroup Make(TimeWindow window, Random random)
    {
        var streams = Enumerable.Range(1, 2).Select(_ => Stream(window, random));
        return new SampleGroup(
            "/demo/api/requests", "JSON API log with health checks",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "api", ["archive"] = "daily" }, [.. streams]);
    }

    private static SampleStream Stream(TimeWindow window, Random random)
    {
        var host = $"ip-10-0-{random.Next(4)}-{random.Next(4, 250)}";
        var requests = Arrivals.Over(window, RequestsPerStream, random).Select(at => new SampleEvent(at, Request(at, host, random)));
        var checks = Arrivals.Every(HealthCheckBeat, window).Select(at => new SampleEvent(at, HealthCheck(at, host, random)));
        return new SampleStream($"api/{host}", [.. requests.Concat(checks).OrderBy(one => one.TimestampMs)]);
    }

    private static string Request(long at, string host, Random random)
    {
        var id = random.Next(1_000, 99_999);
        var route = random.Pick<string>(Routes);
        var path = route.Replace("{id}", id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var (level, status, milliseconds) = random.Next(200) switch
        {
            0 => ("error", 500, random.Next(900, 5_000)),
            < 5 => ("warn", 404, random.Next(2, 9)),
            < 8 => ("warn", 429, 1),
            _ => ("info", 200, random.Next(4, 180)),
        };
        var error = status == 500 ? ",\"error\":{\"type\":\"TimeoutError\",\"message\":\"no answer from \\\"stock\\\" in 5 s\"}" : "";
        return $$"""
            {"time":"{{Iso(at)}}","level":"{{level}}","host":"{{host}}","requestId":"{{random.Uuid()}}","method":"{{(route is "/v1/login" or "/v1/quotes" ? "POST" : "GET")}}","route":"{{route}}","path":"{{path}}","status":{{status}},"durationMs":{{milliseconds}}{{error}}}
            """;
    }

    private static string HealthCheck(long at, string host, Random random) => $$"""
        {"time":"{{Iso(at)}}","level":"debug","host":"{{host}}","method":"GET","path":"/healthz","status":200,"durationMs":{{random.Next(3)}},"userAgent":"ELB-HealthChecker/2.0"}
        """;

    private static string Iso(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
