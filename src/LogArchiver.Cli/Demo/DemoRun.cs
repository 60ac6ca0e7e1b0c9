using System.Text;
using System.Text.Json;
using LogArchiver.Aws;
using LogArchiver.Cli.Cat;
using LogArchiver.Cli.Invoke;
using LogArchiver.Cli.Local;
using LogArchiver.Cli.Terminal;
using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Cli.Demo;

/// <summary>What the demo did.</summary>
/// <param name="Samples">What was put.</param>
/// <param name="Folder">Where LocalAws keeps its objects.</param>
/// <param name="Files">What came of it, group by group.</param>
/// <param name="FunctionTime">How long the function took, its start included.</param>
internal sealed record DemoResult(SampleDay Samples, string Folder, IReadOnlyList<ArchivedFile> Files, TimeSpan FunctionTime);

/// <summary>The demo itself: LocalAws, samples, the function, and a look at what it wrote.</summary>
internal static class DemoRun
{
    /// <summary>Runs it.</summary>
    /// <exception cref="CommandException">The function failed, or the folder cannot be used.</exception>
    public static async Task<DemoResult> RunAsync(CommandContext context, string folder, DemoTeller teller)
    {
        var function = FunctionLocation.Find(named: null);
        var samples = SampleDay.Yesterday(context.Clock);
        teller.Begin("LogArchiver: yesterday's logs, archived", $"{samples.Date:dddd, d MMMM yyyy} (UTC), on this machine alone: nothing leaves it.");
        LocalFolder.Prepare(folder, empty: true);
        await using var world = await teller.StepAsync(
            "Starting LocalAws", () => LocalWorld.StartAsync(context, folder),
            world => $"LocalAws plays CloudWatch Logs, S3 and Lambda at {world.Endpoint}");
        await teller.StepAsync(
            "Filling log groups", () => FillAsync(world, samples),
            _ => $"{samples.Groups.Count} log groups filled: {Amounts.Count(samples.EventCount)} events, some of the days before and after");
        var began = context.Clock.GetTimestamp();
        await teller.StepAsync(
            "The function archives", () => InvokeAsync(world, function, samples, context.Stop),
            _ => $"The Lambda function archived the day in {Amounts.Seconds(context.Clock.GetElapsedTime(began))}, from its cold start");
        var took = context.Clock.GetElapsedTime(began);
        var files = await teller.StepAsync(
            "Comparing every event", () => CheckAsync(world, samples, context.Stop),
            files => Told(files));
        return new DemoResult(samples, folder, files, took);
    }

    private static Task<bool> FillAsync(LocalWorld world, SampleDay samples)
    {
        samples.Fill(world.Server!);
        return Task.FromResult(true);
    }

    private static async Task<bool> InvokeAsync(LocalWorld world, string function, SampleDay samples, CancellationToken cancellationToken)
    {
        var payload = JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["date"] = samples.Date.ToString("yyyy-MM-dd"),
            ["logGroups"] = samples.Groups.Select(group => group.Name),
        });
        var log = new StringBuilder();
        var answer = await FunctionRun.InvokeAsync(world.Server!, function, world.Context.Environment, payload, line => log.AppendLine(line), cancellationToken);
        return answer.Succeeded ? true : throw CommandException.Failed($"The function failed: {answer.ErrorMessage}\n\nIts log:\n{log}");
    }

    private static async Task<IReadOnlyList<ArchivedFile>> CheckAsync(
        LocalWorld world, SampleDay samples, CancellationToken cancellationToken)
    {
        using var connection = AwsConnection.Open(
            LocalEnvironment.Bucket, LocalEnvironment.Region, RequestPace.UsualShare, world.Context.Clock, world.Context.Random);
        var days = new ArchivedDays(connection.Store, ArchiveLayout.Below(""));
        var files = new List<ArchivedFile>();
        foreach (var group in samples.Groups)
        {
            var day = await days.TryFindAsync(group.Name, samples.Date, cancellationToken)
                ?? throw CommandException.Failed($"{group.Name} {samples.Date:yyyy-MM-dd} was not archived.");
            var path = world.Server!.S3.PathOf(LocalEnvironment.Bucket, day.Manifest.Objects[0].Key);
            var proof = await DayProof.MakeAsync(group, samples.Window, path, day.Manifest, cancellationToken);
            files.Add(new ArchivedFile(group.Name, group.About, day.Manifest, path, proof));
        }

        return files;
    }

    private static string Told(IReadOnlyList<ArchivedFile> files) => files.All(file => file.Proof.Holds)
        ? $"Checked: all {Amounts.Count(files.Sum(file => file.Proof.Expected))} events of the day, each exactly once, in order"
        : $"NOT as it should be: {string.Join("; ", files.Where(file => !file.Proof.Holds).Select(file => $"{file.Group}: {file.Proof}"))}";
}
