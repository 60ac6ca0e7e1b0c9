using System.Globalization;

namespace LogArchiver.WholeRun.Results;

/// <summary>Figures that a run has to reach, such as <c>rss=128MiB</c>.</summary>
internal static class Targets
{
    /// <exception cref="FormatException">The target is not known.</exception>
    public static Check Judge(string target, RunResult result) => target.Split('=', 2) switch
    {
        ["rss", var most] => AtMost("peak RSS", ByteSize.Mebibytes(result.MostResidentBytes), ByteSize.Mebibytes(ByteSize.Parse(most)), "MiB"),
        ["mb-per-cpu", var least] => AtLeast("page JSON per CPU-second", result.MegabytesPerCpuSecond, Number(least), "MB"),
        ["requests", var most] => AtMost("requests against the fewest", result.RequestRatio, Number(most), "times"),
        ["pace", var least] => AtLeast("share of the allowed rate", result.Pace?.Share ?? 0, Number(least), "of it"),
        ["start", var most] => AtMost("start to first next", result.MedianStartMs ?? double.MaxValue, Number(most), "ms"),
        _ => throw new FormatException($"'{target}' is no target. Accepted: rss=128MiB, mb-per-cpu=200, requests=1.02, pace=0.95, start=300."),
    };

    private static Check AtMost(string name, double found, double most, string unit) =>
        new(name, found <= most, $"{Text(found)} {unit}, at most {Text(most)} wanted");

    private static Check AtLeast(string name, double found, double least, string unit) =>
        new(name, found >= least, $"{Text(found)} {unit}, at least {Text(least)} wanted");

    private static string Text(double number) => number.ToString("#,0.###", CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
