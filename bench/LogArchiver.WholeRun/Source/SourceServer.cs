using System.Globalization;
using System.Text.Json;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;

namespace LogArchiver.WholeRun.Source;

/// <summary>The source's own process: LocalAws with one made-up group. It prints its endpoint, answers one line for each line it is
/// sent, and ends when its input ends.</summary>
internal static class SourceServer
{
    public static async Task<int> RunAsync(string json)
    {
        var setup = JsonSerializer.Deserialize(json, SourceJson.Default.SourceSetup)!;
        await using var server = await LocalAwsServer.StartAsync(OptionsOf(setup), CancellationToken.None);
        server.Runtime.Timeout = TimeSpan.FromSeconds(setup.DeadlineSeconds);
        server.S3.CreateBucket(SourceSetup.Bucket);
        var spec = setup.Spec();
        server.Logs.AddSynthetic(SourceSetup.Group, spec, new LocalGroupSettings { Created = spec.Start.AddDays(-30) });
        await Console.Out.WriteLineAsync(server.Endpoint.GetLeftPart(UriPartial.Authority));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await Console.Out.WriteLineAsync(Answer(server, spec, line.Split(' ')));
        }

        return 0;
    }

    private static string Answer(LocalAwsServer server, SyntheticSpec spec, string[] words)
    {
        switch (words)
        {
            case ["counts"]:
                var counts = server.Requests.Snapshot().Keys.ToDictionary(
                    operation => operation, operation => Of(server.Requests.Of(operation)), StringComparer.Ordinal);
                return JsonSerializer.Serialize(new SourceCounts { Operations = counts }, SourceJson.Default.SourceCounts);
            case ["fewest", var reader]:
                var fewest = reader == "group" ? FewestPages.OfGroup(spec) : FewestPages.OfStreams(spec);
                return JsonSerializer.Serialize(fewest, SourceJson.Default.FewestRequests);
            case ["exited", var code]:
                server.Runtime.ReportExit(int.Parse(code, CultureInfo.InvariantCulture));
                return "";
            default:
                throw new ArgumentException($"Not understood: {string.Join(' ', words)}", nameof(words));
        }
    }

    private static SourceCount Of(OperationCount count) => new(count.Requests, count.Refused, count.AnsweredBytes);

    private static LocalAwsOptions OptionsOf(SourceSetup setup) => new()
    {
        Folder = setup.Folder,
        Quotas = setup.QuotaRegion is { } region ? LogsQuotas.ForRegion(region) : null,
        Region = setup.QuotaRegion ?? "us-east-1",
        PartialPages = setup.PartialPages,
        Faults = setup.LatencyMs <= 0 ? [] : [Slow("GetLogEvents", setup), Slow("FilterLogEvents", setup)],
    };

    private static FaultRule Slow(string operation, SourceSetup setup) =>
        new() { Operation = operation, Effect = FaultEffect.Delay, Delay = TimeSpan.FromMilliseconds(setup.LatencyMs) };
}
