namespace LogArchiver.WholeRun.Limits;

/// <summary>Control groups of version 1: one tree for memory, one for CPU.</summary>
internal sealed class ControlGroupV1 : ControlGroup
{
    private readonly string memoryFolder;

    private ControlGroupV1(string memory, params string[] folders)
        : base(folders) => memoryFolder = memory;

    public override string Kind => "cgroup v1";

    public override long? MostBytes => TryNumber(Path.Combine(memoryFolder, "memory.max_usage_in_bytes"));

    public override long Kills => Number(Path.Combine(memoryFolder, "memory.oom_control"), "oom_kill");

    public static new ControlGroup Make(int mebibytes, double? cores)
    {
        var name = NewName();
        var memory = Path.Combine(Tree("memory"), name);
        var cpu = Path.Combine(Tree("cpu"), name);
        var group = cores is null ? new ControlGroupV1(memory, memory) : new ControlGroupV1(memory, memory, cpu);
        try
        {
            Directory.CreateDirectory(memory);
            Write(memory, "memory.limit_in_bytes", (long)mebibytes << 20);
            if (File.Exists(Path.Combine(memory, "memory.memsw.limit_in_bytes")))
            {
                // Memory and swap together: no more than the memory alone.
                Write(memory, "memory.memsw.limit_in_bytes", (long)mebibytes << 20);
            }

            if (cores is { } share)
            {
                Directory.CreateDirectory(cpu);
                Write(cpu, "cpu.cfs_period_us", PeriodMicroseconds);
                Write(cpu, "cpu.cfs_quota_us", Quota(share));
            }

            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    private static string Tree(string controller) =>
        Mounts("cgroup").Where(mount => mount.Options.Contains(controller, StringComparer.Ordinal)).Select(mount => mount.Folder).FirstOrDefault()
        ?? throw new NotSupportedException($"No control groups of version 1 for {controller} are mounted.");

    private static void Write(string folder, string file, long value) => File.WriteAllText(Path.Combine(folder, file), $"{value}");
}
