using System.Text;
using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Read;
using LogArchiver.Seal;
using LogArchiver.Soak.Chaos;
using LogArchiver.Soak.Days;
using LogArchiver.Testing;
using LogArchiver.Testing.Logs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogArchiver.Flow.Tests.Faults;

/// <summary>A day in memory whose runs end at a call of one's choice.</summary>
internal sealed class InterruptedWorld : IDisposable
{
    private readonly ArchiverLimits limits;
    private readonly DateTimeOffset now = new(2026, 11, 20, 2, 15, 0, TimeSpan.Zero);
    private readonly MemoryLogSource logs;
    private readonly HurriedClock clock;
    private TestFolder scratch = new();

    /// <param name="limits">Those of the archiver.</param>
    /// <param name="isExported">Whether the group is one that only an export reads; then it is a night later, too.</param>
    public InterruptedWorld(ArchiverLimits limits, bool isExported = false)
    {
        this.limits = limits;
        logs = Fill();
        (logs.Exports.Store, logs.Exports.FileEvents) = (Store, 25);
        if (isExported)
        {
            now = now.AddDays(1);
            logs.Group(new LogGroup(FlowWorld.Group) { Class = LogGroupClass.InfrequentAccess });
        }

        clock = new HurriedClock(now);
    }

    public MemoryArchiveStore Store { get; } = new() { MinPartBytes = 1 };

    public IEnumerable<string> Scratch => Directory.EnumerateFileSystemEntries(scratch.Path);

    public static Life Live(int? endsAt, LifeEnd end) => new(Trouble.None, new Fates(""), new TroubleTally()) { EndsAt = endsAt, EndsBy = end };

    /// <summary>A run; null where it was killed, or stopped before a day began.</summary>
    public async Task<DayOutcome?> RunAsync(string payload, Life life)
    {
        var request = PayloadReader.Read(Encoding.UTF8.GetBytes($$"""{"logGroups":"{{FlowWorld.Group}}","bucket":"archive","date":"2026-11-19"}"""))
            .OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(payload)));
        var archiver = new Archiver(
            new ChaosSource(logs, life), RequestPace.Unlimited("us-east-1", clock), new ChaosStore(Store, life), scratch.Path, clock, new Random(1),
            NullLoggerFactory.Instance) { Limits = limits };
        try
        {
            return (await archiver.RunAsync(Planner.Plan(request, now), life.Tokens)).Days.Single();
        }
        catch (Exception ended) when (ended is KilledException or OperationCanceledException)
        {
            return null;
        }
    }

    public void LeaveWhatAKilledProcessLeaves(Life life)
    {
        if (life.IsDead)
        {
            new SpoiltDisk(scratch.Path).Litter(new Random(life.Calls));
        }
    }

    public void ReplaceScratch()
    {
        scratch.Dispose();
        scratch = new TestFolder();
    }

    public byte[] Lines()
    {
        var manifest = ManifestStore.Parse(FlowWorld.ManifestKey, Store[FlowWorld.ManifestKey]);
        return [.. manifest.Objects.SelectMany(stored => DayCheck.Unpack(Store[stored.Key], manifest.Compression))];
    }

    public void Dispose() => scratch.Dispose();

    private static MemoryLogSource Fill()
    {
        var random = new Random(7);
        var world = new MemoryLogSource { PageEvents = 10, EmptyPages = 1 }.Group(FlowWorld.Group);
        for (var number = 0; number < 200; number++)
        {
            world.Put($"s-{random.Next(3)}", FlowWorld.DayStart + random.NextInt64(86_400_000), number, $"event {number} {new string('x', 60)}");
        }

        return world;
    }
}
