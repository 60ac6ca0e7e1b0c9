using System.Globalization;
using System.Text;

namespace LogArchiver.WholeRun.Results;

/// <summary>The figures for people.</summary>
internal static class ResultText
{
    public static string Of(RunResult result)
    {
        var text = new StringBuilder();
        Line("run", $"{result.Name} ({result.Date:yyyy-MM-dd}, {result.Machine}, commit {result.Commit})");
        Line("limits", result.Limits);
        Line("day", $"{result.Events:N0} events, {result.Streams:N0} streams, reader {result.Reader}, {result.Invocations} invocation(s)");
        Line("time", $"{result.WallSeconds:N1} s, CPU {result.CpuSeconds:N2} s");
        Line("page JSON", $"{ByteSize.Megabytes(result.PageBytes):N1} MB, {result.MegabytesPerCpuSecond:N0} MB per CPU-second");
        Line("memory", $"peak RSS {ByteSize.Mebibytes(result.MostResidentBytes):N1} MiB, of it heaps and stacks at most {ByteSize.Mebibytes(result.MostAnonymousBytes):N1} when looked at"
            + (result.MostGroupBytes is { } most ? $"; control group at most {ByteSize.Mebibytes(most):N1} MiB, page cache included" : ""));
        Line("requests", $"{string.Join(", ", result.Requests.Select(pair => $"{pair.Key} {pair.Value:N0}"))}");
        Line("fewest", $"{string.Join(", ", result.FewestRequests.Select(pair => $"{pair.Key} {pair.Value:N0}"))}: {result.RequestRatio:N3} times that; {result.Throttles:N0} throttles");
        if (result.Pace is { } pace)
        {
            Line("pace", $"{(pace.PerSecond is { } alone ? alone.ToString("N2", CultureInfo.InvariantCulture) : "too few")} pages/s of {pace.AllowedPerSecond:N1} allowed"
                + (pace.WithRivalPerSecond is { } shared ? $"; {shared:N2} of {pace.LeftByRivalPerSecond:N1} while a rival read" : ""));
        }

        Line("written", $"{result.RawBytes:N0} bytes of lines, {result.StoredBytes:N0} stored; {result.ScratchFilesLeft} scratch files left");
        Line("start", result.StartMs.Count == 0 ? "not measured" : $"{result.MedianStartMs:N0} ms to the first next, median of {string.Join(", ", result.StartMs.Select(ms => ms.ToString("N0", CultureInfo.InvariantCulture)))}");
        foreach (var check in result.Checks)
        {
            Line(check.Holds ? "ok" : "FAILED", $"{check.Name}: {check.Detail}");
        }

        return text.ToString();

        void Line(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name,-10} {value}\n");
    }
}
