using System.Text.Json;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.EndToEnd;

/// <summary>Every sample in <c>events/</c> is what the function takes, and does what its name says. Each has a world of its own: in one
/// archive, the days of two time zones would be in each other's way at some hours.</summary>
public sealed class SampleEventsTests
{
    public static TheoryData<string> Samples =>
        new(Directory.GetFiles(RepositoryRoot.Below("events"), "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_archives_what_it_names(string sample)
    {
        await using var world = await FunctionWorld.MakeAsync();
        var text = await File.ReadAllTextAsync(RepositoryRoot.Below("events", sample));
        var result = await world.InvokeAsync(ScheduledTime.Fill(text, TimeProvider.System.GetUtcNow()));
        var days = FunctionWorld.DaysOf(result);
        Assert.NotEmpty(days);
        var dryRun = sample == "dry-run.json";
        Assert.All(days, day => Assert.Contains(
            day.GetProperty("ending").GetString(), dryRun ? ["planned", "alreadySealed"] : (string[])["sealed", "alreadySealed", "empty"]));
        foreach (var day in days.Where(day => !dryRun && day.GetProperty("events").GetInt64() > 0))
        {
            var lines = await world.LinesOfAsync(day.GetProperty("object").GetString()!);
            Assert.Equal(day.GetProperty("events").GetInt64(), lines.Length);
            Assert.All(lines, line => Assert.Contains(day.GetProperty("group").GetString()!, line, StringComparison.Ordinal));
            Assert.True(File.Exists(world.Aws.S3.PathOf(FunctionWorld.Bucket, day.GetProperty("manifest").GetString()!)));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Scratch));
    }

    [Fact]
    public async Task What_rules_drop_is_told_in_the_answer_and_the_log()
    {
        await using var world = await FunctionWorld.MakeAsync();
        var result = await world.InvokeAsync("""{"logGroups":"/demo/chat/messages","excludeEvents":["first","last$"],"keepEvents":["안녕"],"catchUpDays":0,"settleAfterDays":0}""");
        var day = Assert.Single(FunctionWorld.DaysOf(result));
        Assert.Equal((1, 1), (day.GetProperty("events").GetInt32(), day.GetProperty("droppedEvents").GetInt32()));
        Assert.EndsWith("first 안녕\"}", Assert.Single(await world.LinesOfAsync(day.GetProperty("object").GetString()!)), StringComparison.Ordinal);
        Assert.Contains(world.Lines, line => line.Contains("1 events, 1 dropped by filters, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_line_the_function_logs_is_json_with_level_time_and_the_request_it_belongs_to()
    {
        await using var world = await FunctionWorld.MakeAsync();
        var result = await world.InvokeAsync("{}");
        Assert.All(world.Lines, line =>
        {
            using var json = JsonDocument.Parse(line);
            Assert.Contains(json.RootElement.GetProperty("level").GetString(), (string[])["INFO", "WARN", "ERROR"]);
            Assert.True(json.RootElement.GetProperty("timestamp").TryGetDateTimeOffset(out _));
        });
        Assert.Contains(world.Lines, line => line.Contains($"\"requestId\":\"{result.RequestId}\"", StringComparison.Ordinal)
            && line.Contains("\"summary\":{\"dryRun\":false,", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Lines, line => line.Contains("안녕", StringComparison.Ordinal));
    }
}
