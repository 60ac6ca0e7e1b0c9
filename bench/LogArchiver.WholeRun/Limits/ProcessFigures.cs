using System.Globalization;
using System.Runtime.InteropServices;

namespace LogArchiver.WholeRun.Limits;

/// <summary>What a process has used since it began, as the kernel counts it.</summary>
/// <param name="CpuSeconds">In user and kernel mode, in steps of 10 ms.</param>
/// <param name="MostResidentBytes">The most memory it ever had, VmHWM, the runtime's own files included.</param>
/// <param name="MostAnonymousBytes">The most memory of its own that it had when looked at, RssAnon: heaps and stacks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcessFigures(double CpuSeconds, long MostResidentBytes, long MostAnonymousBytes)
{
    // USER_HZ: 100 on every architecture .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Both of processes that ran one after the other.</summary>
    public ProcessFigures And(ProcessFigures other) =>
        LaterOf(other) with { CpuSeconds = CpuSeconds + other.CpuSeconds };

    /// <summary>What is known of a process after another look at it.</summary>
    public ProcessFigures LaterOf(ProcessFigures later) => new(
        later.CpuSeconds,
        Math.Max(MostResidentBytes, later.MostResidentBytes),
        Math.Max(MostAnonymousBytes, later.MostAnonymousBytes));

    /// <summary>Null when the process has ended.</summary>
    public static ProcessFigures? TryRead(int process)
    {
        try
        {
            // The name, in brackets, may hold anything; the third field follows it.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var status = File.ReadAllLines($"/proc/{process}/status");
            return new ProcessFigures(
                (Number(fields[11]) + Number(fields[12])) / TicksPerSecond, Bytes(status, "VmHWM:"), Bytes(status, "RssAnon:"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Such as "VmHWM:	   43252 kB"; of a process that is ending there is none.
    private static long Bytes(string[] status, string name) => status
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => Number(line[name.Length..^"kB".Length].Trim()) * 1024)
        .FirstOrDefault();

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
