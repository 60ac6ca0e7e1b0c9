using System.Globalization;
using System.Text;
using LogArchiver.LocalAws.Logs;
using LogArchiver.LocalAws.Runtime;
using LogArchiver.Seal;
using LogArchiver.Soak.Days;

namespace LogArchiver.Soak.Processes;

/// <summary>One day through the function's process: invoked, disturbed and killed until it says that the day is archived.</summary>
internal sealed class ProcessDay(ProcessWorld world, DayCase day, SoakTotals totals)
{
    private const int TroubledAttempts = 6;

    private static readonly TimeSpan LongTime = TimeSpan.FromSeconds(100);

    // Probabilities and counts are drawn into the holes. A page that comes twice can only be told where events have ids.
    private static readonly string[] Rules =
    [
        "Logs:throttle:p={0}", "S3:throttle:p={0}", "Logs:error:status=500,p={0}", "S3:error:status=503,code=ServiceUnavailable,p={0}",
        "Logs:drop:p={0}", "Logs:truncate:p={0}", "S3:drop:p={0}", "S3:drop-after:p={0}", "S3:truncate:p={0}", "FilterLogEvents:repeat:p={0}",
        "CompleteMultipartUpload:ok-with-error:p={0}", "PutObject:error:status=403,code=AccessDenied,p={0}",
        "Logs:error:status=400,code=ExpiredTokenException,p={0}", "Logs:ok-with-error:p={0}", "S3:delay:ms=50,p={0}", "Logs:delay:ms=50,p={0}",
    ];

    private readonly Random random = day.Chance;
    private readonly string group = string.Create(CultureInfo.InvariantCulture, $"/soak/{day.Name}");

    public async Task RunAsync()
    {
        Seed();
        var isDone = false;
        for (var attempt = 0; attempt < TroubledAttempts && !isDone; attempt++)
        {
            isDone = await TryAsync();
            totals.Attempts++;
        }

        world.Trouble(0, []);
        Succeeded(await world.InvokeAsync(Payload(), LongTime, killAfter: null), "an undisturbed rerun");
        Succeeded(await world.InvokeAsync(Payload("calm/"), LongTime, killAfter: null), "an undisturbed run");
        Check();
    }

    private async Task<bool> TryAsync()
    {
        var rules = Rules.OrderBy(_ => random.Next()).Take(random.Next(0, 4))
            .Select(rule => string.Format(CultureInfo.InvariantCulture, rule, Math.Round(random.NextDouble() * 0.3, 3))).ToList();
        var before = world.Proxy.Spoilt.ToDictionary();
        world.Trouble(random.Next(4) == 0 ? 0 : random.NextDouble(), rules);
        TimeSpan? kill = random.Next(10) < 7 ? TimeSpan.FromMilliseconds(50 * Math.Pow(40, random.NextDouble())) : null;
        var timeout = TimeSpan.FromSeconds(random.Next(3) == 0 ? random.Next(2, 6) : 60);
        var result = await world.InvokeAsync(Payload(), timeout, kill);
        foreach (var (fault, count) in world.Proxy.Spoilt)
        {
            totals.Faults.Add($"connection {fault}", count - before.GetValueOrDefault(fault));
        }

        rules.ForEach(rule => totals.Faults.Add("rule " + rule[..(rule.IndexOf("p=", StringComparison.Ordinal) - 1)]));
        totals.Kills += result is null ? 1 : 0;
        if (result?.Error is { } error)
        {
            Judge(error);
        }

        return result is { Succeeded: true };
    }

    /// <summary>Failures are told as such, and never as bugs.</summary>
    private void Judge(InvocationError error)
    {
        totals.Pauses += error.Type.EndsWith("DaysPaused", StringComparison.Ordinal) ? 1 : 0;
        totals.Failures++;
        if (!error.Type.StartsWith("LogArchiver.", StringComparison.Ordinal) && !error.Type.StartsWith("Sandbox.", StringComparison.Ordinal))
        {
            throw new SoakException($"{error.Type}: {error.Message}\n{world.LastLines}");
        }

        if (error.Message.Contains("please report it", StringComparison.Ordinal))
        {
            throw new SoakException($"a fault was taken for a bug: {error.Message}\n{world.LastLines}");
        }
    }

    private void Succeeded(InvocationResult? result, string what)
    {
        if (result is not { Succeeded: true })
        {
            throw new SoakException($"{what} did not complete the day: {result?.Error?.Message}\n{world.LastLines}");
        }
    }

    private void Seed()
    {
        world.Aws.Logs.CreateGroup(group);
        foreach (var stream in day.Events.GroupBy(known => known.Stream, StringComparer.Ordinal))
        {
            world.Aws.Logs.Put(group, stream.Key, stream.Select(known => new LocalEvent(known.TimestampMs, known.Text, known.IngestionMs)));
        }
    }

    private void Check()
    {
        DayCheck.Nothing(world.Aws.S3.OpenUploads(ProcessWorld.Bucket), "open uploads");
        DayCheck.Nothing(world.Scratch, "left in scratch space");
        var (manifest, lines) = Read("");
        var (undisturbed, calmLines) = Read("calm/");
        DayCheck.Events(manifest, lines, day.Expected);
        DayCheck.Nothing(lines.AsSpan().SequenceEqual(calmLines) ? [] : [$"{lines.Length} and {calmLines.Length} bytes"], "other lines than of an undisturbed run");
        if (manifest.Objects is [{ Segments: null } one] && undisturbed.Objects is [{ Segments: null } other])
        {
            DayCheck.Equal(other.Sha256, one.Sha256, "SHA-256 of the file, beside an undisturbed run");
        }

        var checkpoints = Path.GetDirectoryName(world.Aws.S3.PathOf(ProcessWorld.Bucket, "_checkpoints/x"))!;
        DayCheck.Nothing(
            Directory.Exists(checkpoints) ? Directory.EnumerateFiles(checkpoints, "*", SearchOption.AllDirectories) : [], "checkpoints");
        totals.Events += manifest.Events;
        totals.Days++;
    }

    private (Manifest Manifest, byte[] Lines) Read(string prefix)
    {
        var key = $"{prefix}_manifests/group={group.Replace('/', '~')}/dt=2026-11-19.json";
        var manifest = ManifestStore.Parse(key, Stored(key));
        return (manifest, [.. manifest.Objects.SelectMany(stored => DayCheck.Unpack(Stored(stored.Key), manifest.Compression))]);
    }

    private byte[] Stored(string key) => File.ReadAllBytes(world.Aws.S3.PathOf(ProcessWorld.Bucket, key));

    private string Payload(string prefix = "") =>
        new StringBuilder(day.Payload()).Replace(DayCase.Group, group).Replace("{", $$"""{"prefix":"{{prefix}}",""").ToString();
}
