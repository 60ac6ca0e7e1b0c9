namespace LogArchiver.WholeRun.Limits;

/// <summary>Control groups of version 2: one tree for everything.</summary>
internal sealed class ControlGroupV2 : ControlGroup
{
    private readonly string folder;

    private ControlGroupV2(string folder)
        : base(folder) => this.folder = folder;

    public override string Kind => "cgroup v2";

    // Since Linux 5.19.
    public override long? MostBytes => TryNumber(Path.Combine(folder, "memory.peak"));

    public override long Kills => Number(Path.Combine(folder, "memory.events"), "oom_kill");

    public static new ControlGroup Make(int mebibytes, double? cores)
    {
        var root = Mounts("cgroup2").Select(mount => mount.Folder).FirstOrDefault()
            ?? throw new NotSupportedException("No control groups of version 2 are mounted.");
        var offered = File.ReadAllText(Path.Combine(root, "cgroup.controllers")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (!offered.Contains("memory", StringComparer.Ordinal) || !offered.Contains("cpu", StringComparer.Ordinal))
        {
            throw new NotSupportedException($"The control groups of version 2 at {root} have no controllers for memory and CPU.");
        }

        File.WriteAllText(Path.Combine(root, "cgroup.subtree_control"), "+memory +cpu");
        var group = new ControlGroupV2(Path.Combine(root, NewName()));
        try
        {
            Directory.CreateDirectory(group.folder);
            group.Write("memory.max", $"{(long)mebibytes << 20}");
            if (File.Exists(Path.Combine(group.folder, "memory.swap.max")))
            {
                group.Write("memory.swap.max", "0");
            }

            if (cores is { } share)
            {
                group.Write("cpu.max", $"{Quota(share)} {PeriodMicroseconds}");
            }

            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    private void Write(string file, string value) => File.WriteAllText(Path.Combine(folder, file), value);
}
