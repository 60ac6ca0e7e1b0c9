using System.Globalization;
using System.Text.Json;

namespace LogArchiver.WholeRun.Results;

/// <summary>Several results as a Markdown table, and what only shows between them. A file holds one result, as <c>--json</c> prints it;
/// names joined by <c>=</c> must have the same bytes, and by <c>~</c> peaks of memory within 5 %.</summary>
internal static class ResultTable
{
    private const double SamePeak = 1.05;

    public static async Task<int> PrintAsync(string[] arguments)
    {
        var results = new Dictionary<string, RunResult>(StringComparer.Ordinal);
        foreach (var file in arguments.Where(File.Exists))
        {
            var result = JsonSerializer.Deserialize<RunResult>(await File.ReadAllTextAsync(file), JsonSerializerOptions.Web)!;
            results[Path.GetFileNameWithoutExtension(file)] = result;
        }

        await Console.Out.WriteLineAsync(
            "| run | reader | invocations | wall s | CPU s | MB/CPU-s | peak RSS MiB | requests | × fewest | throttles | pace | start ms | checks |\n"
            + "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        foreach (var result in results.Values)
        {
            await Console.Out.WriteLineAsync(Row(result));
        }

        var fine = results.Values.All(result => result.Checks.All(check => check.Holds));
        foreach (var pair in arguments.Where(argument => !File.Exists(argument)))
        {
            var check = Compare(pair, results);
            fine &= check.Holds;
            await Console.Out.WriteLineAsync($"\n{(check.Holds ? "ok" : "FAILED")}: {check.Name}: {check.Detail}");
        }

        if (results.Values.FirstOrDefault() is { } any)
        {
            await Console.Out.WriteLineAsync($"\n{any.Date:yyyy-MM-dd}, {any.Machine}, commit {any.Commit}.");
        }

        return fine ? 0 : 1;
    }

    private static string Row(RunResult result)
    {
        string[] cells =
        [
            result.Name,
            result.Reader,
            Number(result.Invocations, "0"),
            Number(result.WallSeconds, "0.0"),
            Number(result.CpuSeconds, "0.0"),
            Number(result.MegabytesPerCpuSecond, "0"),
            Number(ByteSize.Mebibytes(result.MostResidentBytes), "0.0"),
            Number(result.Requests.Where(pair => result.FewestRequests.ContainsKey(pair.Key)).Sum(pair => pair.Value), "#,0"),
            Number(result.RequestRatio, "0.000"),
            Number(result.Throttles, "#,0"),
            result.Pace?.Share is { } share ? Number(share, "0.0 %") : "",
            result.MedianStartMs is { } start ? Number(start, "0") : "",
            result.Checks.Where(check => !check.Holds).Select(check => $"**{check.Name}**: {check.Detail}").DefaultIfEmpty("all hold").Aggregate((one, other) => $"{one}; {other}"),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static Check Compare(string pair, Dictionary<string, RunResult> results)
    {
        var same = pair.Contains('=', StringComparison.Ordinal);
        if (pair.Split(same ? '=' : '~') is not [var first, var second]
            || !results.TryGetValue(first, out var one) || !results.TryGetValue(second, out var other))
        {
            return new Check(pair, false, "one of the two has no result");
        }

        var ratio = (double)other.MostResidentBytes / one.MostResidentBytes;
        return same
            ? new Check($"{one.Name} and {other.Name} have the same bytes", one.RawSha256 is not null && one.RawSha256 == other.RawSha256, $"{one.RawSha256}, {other.RawSha256}")
            : new Check($"{other.Name} peaks at most 5 % above {one.Name}", ratio <= SamePeak, Number(ratio, "0.000") + " times as high");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
