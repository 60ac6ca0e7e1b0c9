using System.Globalization;
using System.Runtime.InteropServices;

namespace LogArchiver.WholeRun.Limits;

/// <summary>What a process has used since it began, as the kernel counts it.</summary>
/// <param name="CpuSeconds">In user and kernel mode, in steps of 10 ms.</param>
/// <param name="MostResidentBytes">The most memory it ever had, VmHWM.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcessFigures(double CpuSeconds, long MostResidentBytes)
{
    // USER_HZ: 100 on every architecture .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Both of processes that ran one after the other.</summary>
    public ProcessFigures And(ProcessFigures other) =>
        new(CpuSeconds + other.CpuSeconds, Math.Max(MostResidentBytes, other.MostResidentBytes));

    /// <summary>Null when the process has ended.</summary>
    public static ProcessFigures? TryRead(int process)
    {
        try
        {
            // The name, in brackets, may hold anything; the third field follows it.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var most = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return most is null ? null : new ProcessFigures(
                (Number(fields[11]) + Number(fields[12])) / TicksPerSecond,
                Number(most.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim()) * 1024);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
