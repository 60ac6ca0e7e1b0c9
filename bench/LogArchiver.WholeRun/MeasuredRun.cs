using System.Text.Json;
using LogArchiver.LocalAws.Logs;
using LogArchiver.WholeRun.Function;
using LogArchiver.WholeRun.Limits;
using LogArchiver.WholeRun.Results;
using LogArchiver.WholeRun.Source;

namespace LogArchiver.WholeRun;

/// <summary>One run from an empty bucket to its figures.</summary>
internal static class MeasuredRun
{
    /// <returns>The exit code: 0 when every check holds, 1 when one does not, 2 when the run could not begin.</returns>
    public static async Task<int> RunAsync(RunOptions options, CancellationToken cancellationToken)
    {
        if (!File.Exists(options.Function))
        {
            await Console.Error.WriteLineAsync($"The function is not there: {options.Function}. Build it first.");
            return 2;
        }

        Directory.CreateDirectory(FunctionUnderTest.ScratchOf(options));
        try
        {
            var result = await MeasureAsync(options, cancellationToken);
            result = result with { Checks = [.. result.Checks, .. options.Targets.Select(target => Targets.Judge(target, result))] };
            await Console.Out.WriteLineAsync(options.Json ? JsonSerializer.Serialize(result, JsonSerializerOptions.Web) : ResultText.Of(result));
            return result.Checks.All(check => check.Holds) ? 0 : 1;
        }
        finally
        {
            if (!options.Keep)
            {
                Directory.Delete(options.Folder, recursive: true);
            }
        }
    }

    private static async Task<RunResult> MeasureAsync(RunOptions options, CancellationToken cancellationToken)
    {
        var starts = await StartsAsync(options, cancellationToken);
        await using var source = await SourceProcess.StartAsync(SourceSetup.Of(options), cancellationToken);
        var (group, limits) = Limit(options, options.LimitCpu);
        using var limited = group;
        var invocations = new Invocations(options, source, group);
        var (problem, left) = ("", 0);
        await using (invocations)
        {
            problem = await invocations.RunAsync(cancellationToken);

            // While the process lives: a warm one must not keep anything either.
            left = Directory.EnumerateFiles(FunctionUnderTest.ScratchOf(options), "*", SearchOption.AllDirectories).Count();
        }

        var counts = await source.CountsAsync(cancellationToken);
        var day = ArchivedDay.TryFind(options.Folder);
        var reader = day?.Manifest.Reading.Reader ?? options.Reader;
        var fewest = await source.FewestAsync(reader, cancellationToken);
        IReadOnlyList<Check> verified = day is null ? [] : await day.VerifyAsync(cancellationToken);
        return new RunResult
        {
            Name = options.Name,
            Date = TimeProvider.System.GetUtcNow(),
            Machine = Here.Machine(),
            Commit = await Here.CommitAsync(cancellationToken),
            Limits = limits,
            Streams = options.Streams,
            Events = day?.Manifest.Events ?? 0,
            Reader = reader,
            Invocations = invocations.Count,
            WallSeconds = invocations.Elapsed.TotalSeconds,
            CpuSeconds = invocations.Figures.CpuSeconds,
            PageBytes = counts.PageBytes,
            MostResidentBytes = invocations.Figures.MostResidentBytes,
            MostAnonymousBytes = invocations.Figures.MostAnonymousBytes,
            MostGroupBytes = group?.MostBytes,
            Requests = Own(counts, invocations.Rival).ToDictionary(StringComparer.Ordinal),
            FewestRequests = fewest.Requests,
            RequestRatio = RatioOf(Own(counts, invocations.Rival), fewest),
            Throttles = counts.Operations.Where(pair => IsLogs(pair.Key)).Sum(pair => pair.Value.Refused) - (invocations.Rival?.Throttled ?? 0),
            Pace = PaceOf(options, counts, invocations),
            RawBytes = day?.Manifest.RawBytes ?? 0,
            StoredBytes = day?.Manifest.StoredBytes ?? 0,
            RawSha256 = day?.LinesSha256,
            ScratchFilesLeft = left,
            StartMs = starts,
            Checks =
            [
                new Check("day sealed", problem is null, problem ?? "by its manifest"),
                new Check("scratch space", left == 0, $"{left} files left"),
                new Check("events", day?.Manifest.Events == fewest.Events, $"{day?.Manifest.Events:N0} of {fewest.Events:N0}"),
                .. verified,
            ],
        };
    }

    // Lambda gives the start all the CPU there is, whatever the function's size; only memory is limited here.
    private static async Task<List<double>> StartsAsync(RunOptions options, CancellationToken cancellationToken)
    {
        var (group, _) = Limit(options, limitCpu: false);
        using var limited = group;
        var starts = new List<double>();
        for (var number = 0; number < options.Starts; number++)
        {
            starts.Add(Math.Round((await StartProbe.MeasureAsync(options, group, cancellationToken)).TotalMilliseconds, 1));
        }

        return starts;
    }

    private static (ControlGroup? Group, string Words) Limit(RunOptions options, bool limitCpu)
    {
        if (options.Memory is not { } memory)
        {
            return (null, $"none wanted; the function is told {options.ToldMemory} MB");
        }

        var cores = limitCpu ? memory / ControlGroup.MebibytesPerCore : (double?)null;
        try
        {
            var group = ControlGroup.Make(memory, cores);
            return (group, $"{memory} MiB without swap, {(cores is { } share ? $"{share:0.000} of a core" : "all the CPU there is")}, by {group.Kind}");
        }
        catch (NotSupportedException reason)
        {
            return (null, $"NOT LIMITED to {memory} MiB, though the function is told so: {reason.Message}");
        }
    }

    private static IEnumerable<KeyValuePair<string, long>> Own(SourceCounts counts, Rival? rival) => counts.Operations
        .Where(pair => IsLogs(pair.Key))
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Requests - (rival is not null && pair.Key == counts.PageOperation ? rival.Requests : 0L)));

    private static double RatioOf(IEnumerable<KeyValuePair<string, long>> own, FewestRequests fewest) =>
        (double)own.Where(pair => IsCounted(pair.Key)).Sum(pair => pair.Value) / fewest.Requests.Values.Sum();

    private static Pace? PaceOf(RunOptions options, SourceCounts counts, Invocations invocations)
    {
        if (options.Quota is not { } region)
        {
            return null;
        }

        var quota = LogsQuotas.ForRegion(region).PerSecond[counts.PageOperation];
        var alone = invocations.Rate.Between(0, invocations.RivalSince ?? double.MaxValue);
        return invocations is { Rival: { } rival, RivalSince: { } since }
            ? new Pace(alone, quota * options.PaceShare, invocations.Rate.Between(since, double.MaxValue), Math.Min(quota * options.PaceShare, quota - rival.PerSecond))
            : new Pace(alone, quota * options.PaceShare, null, null);
    }

    private static bool IsCounted(string operation) => operation is "DescribeLogStreams" or "GetLogEvents" or "FilterLogEvents";

    private static bool IsLogs(string operation) => IsCounted(operation) || operation is "DescribeLogGroups" or "ListLogGroups" or "ListTagsForResource";
}
