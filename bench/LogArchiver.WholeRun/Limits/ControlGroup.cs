namespace LogArchiver.WholeRun.Limits;

/// <summary>A control group of the kernel: memory without swap, and a share of a core, for one process. Gone when disposed of.</summary>
internal abstract class ControlGroup : IDisposable
{
    /// <summary>Lambda gives a function one whole core at this many MiB, and less or more in proportion (source: the Lambda
    /// guide's page on memory).</summary>
    public const double MebibytesPerCore = 1769;

    /// <summary>The kernel hands out CPU time in periods of this length.</summary>
    protected const int PeriodMicroseconds = 100_000;

    private readonly string[] folders;

    protected ControlGroup(params string[] folders) => this.folders = folders;

    /// <summary>How it is done, in a word or two.</summary>
    public abstract string Kind { get; }

    /// <summary>The most that was ever in use, the page cache of scratch files included; null where the kernel does not say.</summary>
    public abstract long? MostBytes { get; }

    /// <summary>How often the kernel killed a process because the memory was used up.</summary>
    public abstract long Kills { get; }

    /// <summary>A shell that enters the group and becomes the program.</summary>
    public IReadOnlyList<string> Launcher =>
        ["/bin/sh", "-c", string.Concat(folders.Select(folder => $"echo $$ > '{folder}/cgroup.procs' && ")) + "exec \"$@\"", "sh"];

    /// <summary>Makes one, with whichever version of control groups may be written here.</summary>
    /// <param name="mebibytes">Memory.</param>
    /// <param name="cores">CPU; null: not limited.</param>
    /// <exception cref="NotSupportedException">Neither version can be used; the message says why.</exception>
    public static ControlGroup Make(int mebibytes, double? cores)
    {
        var reasons = new List<string>();
        foreach (var make in (Func<int, double?, ControlGroup>[])[ControlGroupV2.Make, ControlGroupV1.Make])
        {
            try
            {
                return make(mebibytes, cores);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                reasons.Add(problem.Message);
            }
        }

        throw new NotSupportedException(string.Join(" ", reasons));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var folder in folders.Where(Directory.Exists))
        {
            // What lies in it are the kernel's own files, which go with it.
            Directory.Delete(folder);
        }
    }

    /// <summary>The CPU time of one period.</summary>
    protected static int Quota(double cores) => Math.Max(1000, (int)(cores * PeriodMicroseconds));

    protected static string NewName() => $"logarchiver-{Environment.ProcessId}-{Guid.NewGuid():N}";

    protected static long? TryNumber(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim(), out var number) ? number : null;

    /// <summary>The number beside a word in a file of words and numbers; 0 when it is not there.</summary>
    protected static long Number(string path, string word) => File.ReadLines(path)
        .Select(line => line.Split(' '))
        .Where(pair => pair[0] == word)
        .Select(pair => long.Parse(pair[1]))
        .FirstOrDefault();

    /// <summary>Where file systems of a type are mounted, with their options.</summary>
    protected static IEnumerable<(string Folder, string[] Options)> Mounts(string type) => File.ReadLines("/proc/mounts")
        .Select(line => line.Split(' '))
        .Where(fields => fields[2] == type)
        .Select(fields => (fields[1], fields[3].Split(',')));
}
