using System.Text.Json;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Planning;

/// <summary>The command as its user has it, over LocalAws: the last ten days of groups of every kind. What it says is compared with what then
/// happens. The process has the machine's own clock, so the days are counted from it.</summary>
public sealed class PlanCommandTests : IAsyncLifetime, IAsyncDisposable
{
    private const int EventsOfADay = 20_000;
    private static readonly DateTimeOffset Today = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
    private static readonly string[] Range = ["--from", Date(10), "--to", Date(1)];
    private static readonly string[] FirstThree = ["--from", Date(10), "--to", Date(8)];
    private static readonly string[] Writes =
        ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "AbortMultipartUpload", "DeleteObject", "DeleteObjects"];

    private readonly TestFolder folder = new();
    private readonly CommandProcess command = new();
    private LocalAwsServer server = null!;

    public async Task InitializeAsync()
    {
        server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        server.S3.CreateBucket("archive");
        AddGroup("/app/steady", daysAgo: 19, new LocalGroupSettings());
        AddGroup("/app/young", daysAgo: 5, new LocalGroupSettings());
        server.Logs.CreateGroup("/app/cheap", new LocalGroupSettings { Class = LocalGroupClass.InfrequentAccess, Created = Today.AddDays(-19) });
        server.Logs.CreateGroup("/app/idle", new LocalGroupSettings { Created = Today.AddDays(-19), RetentionDays = 3653 });
        command.PointAt(server.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "archive";
        command.Environment["LOGARCHIVER_SETTLE_AFTER_DAYS"] = "0";
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        command.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_kind_of_group_is_told_and_nothing_is_written()
    {
        await command.RunAsync(["archive", "--group", "/app/steady", .. FirstThree]);
        server.Requests.Clear();
        var ran = await command.RunAsync(["plan", "--group", "/app/*", .. Range, "--sample"]);
        Assert.Equal(0, ran.ExitCode);
        Assert.Equal("warning: /app/cheap will be skipped: its class is INFREQUENT_ACCESS", ran.Error.Split(',')[0]);
        Assert.Single(ran.Error.TrimEnd().Split('\n'));
        Assert.Matches(@"/app/cheap +– +0 .*10 not readable \(INFREQUENT_ACCESS\)", ran.Output);
        Assert.Matches($@"/app/steady +{Date(7)}\.\.{Date(1)} +7 .* manifests +3 sealed already", ran.Output);
        Assert.Matches($@"/app/young +{Date(10)}\.\.{Date(1)} +10 .* sample", ran.Output);
        Assert.Contains("4 groups, 40 days: 22 to archive, 5 before the group was made, 3 sealed already, 10 not readable.", ran.Output, StringComparison.Ordinal);
        Assert.All(Writes, operation => Assert.Equal(0, server.Requests[operation]));
        Assert.Equal(
            ["DescribeLogGroups", "FilterLogEvents", "GetObject", "ListObjectsV2"], server.Requests.Snapshot().Keys);
    }

    [Fact]
    public async Task What_it_says_of_days_like_those_archived_is_what_then_happens()
    {
        await command.RunAsync(["archive", "--group", "/app/steady", .. FirstThree]);
        using var json = JsonDocument.Parse((await command.RunAsync(["plan", "--group", "/app/steady", .. Range, "--json"])).Output);
        server.Requests.Clear();
        await command.RunAsync(["archive", "--group", "/app/steady", .. Range, "--json"]);
        var work = json.RootElement.GetProperty("work");
        var requests = work.GetProperty("requests");
        Assert.Equal(7, work.GetProperty("days").GetInt32());
        AssertNear(server.Requests["FilterLogEvents"], requests.GetProperty("FilterLogEvents").GetDouble(), 0.1);
        AssertS3Requests(requests);
        string[] before = [Date(10), Date(9), Date(8)];
        var stored = Directory.GetFiles(folder.Path, "*.gz", SearchOption.AllDirectories)
            .Where(file => !before.Any(date => file.Contains(date, StringComparison.Ordinal))).Sum(file => new FileInfo(file).Length);
        AssertNear(stored, work.GetProperty("storedBytes").GetDouble(), 0.02);
    }

    [Fact]
    public async Task Days_without_events_take_the_requests_that_it_says()
    {
        using var json = JsonDocument.Parse((await command.RunAsync(["plan", "--group", "/app/idle", .. Range, "--json", "--sample"])).Output);
        server.Requests.Clear();
        await command.RunAsync(["archive", "--group", "/app/idle", .. Range, "--json"]);
        AssertS3Requests(json.RootElement.GetProperty("work").GetProperty("requests"));
        Assert.Equal(10, server.Requests["FilterLogEvents"]);
        Assert.Equal(10, json.RootElement.GetProperty("work").GetProperty("requests").GetProperty("FilterLogEvents").GetInt32());
    }

    [Theory]
    [InlineData("--sample", "sample", 0.1)]
    [InlineData("--region=us-east-1", "heldBytes", 0.6)]
    public async Task Of_a_group_never_archived_it_says_about_what_then_happens(string option, string basis, double tolerance)
    {
        using var json = JsonDocument.Parse((await command.RunAsync(["plan", "--group", "/app/steady", .. Range, "--json", option])).Output);
        Assert.Equal(basis, json.RootElement.GetProperty("groups")[0].GetProperty("basis").GetString());
        using var summary = JsonDocument.Parse((await command.RunAsync(["archive", "--group", "/app/steady", .. Range, "--json"])).Output);
        var days = summary.RootElement.GetProperty("days").EnumerateArray().ToArray();
        var work = json.RootElement.GetProperty("work");
        AssertNear(days.Sum(day => day.GetProperty("events").GetInt64()), work.GetProperty("events").GetDouble(), tolerance);
        AssertNear(days.Sum(day => day.GetProperty("rawBytes").GetInt64()), work.GetProperty("rawBytes").GetDouble(), tolerance);
    }

    [Fact]
    public async Task Days_that_retention_has_passed_are_gone_and_the_one_it_cuts_is_counted_by_its_rest()
    {
        AddGroup("/short", daysAgo: 19, new LocalGroupSettings { RetentionDays = 5 });
        using var json = JsonDocument.Parse((await command.RunAsync(["plan", "--group", "/short", .. Range, "--json"])).Output);
        var group = json.RootElement.GetProperty("groups")[0];
        var states = group.GetProperty("dates").EnumerateArray().ToDictionary(one => one.GetProperty("state").GetString()!, one => one.GetProperty("days").GetInt32());
        Assert.Equal(1, states["partlyGone"]);
        Assert.Equal(10, states.Values.Sum());
        var share = group.GetProperty("work").GetProperty("events").GetDouble() / group.GetProperty("day").GetProperty("events").GetDouble();
        Assert.InRange(share, states["archive"] - 0.01, states["archive"] + 1.01);
        Assert.NotEqual(Math.Round(share), share, 0.0001);
    }

    [Fact]
    public async Task Retention_would_be_set_where_all_that_is_held_will_be_archived_and_nowhere_else()
    {
        string[] plan = ["plan", "--group", "/app/young", "--set-retention-days", "60"];
        var part = await command.RunAsync([.. plan, .. Range]);
        Assert.Contains("Retention of /app/young would not be set to 60 days: ", part.Output, StringComparison.Ordinal);
        var whole = await command.RunAsync([.. plan, "--from", Date(30), "--to", Date(1)]);
        Assert.Contains("Retention of /app/young: from never expiring to 60 days, once all of this is archived.", whole.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await command.RunAsync([.. plan, .. Range, "--json"])).Output);
        Assert.Equal("wait", json.RootElement.GetProperty("groups")[0].GetProperty("retention").GetProperty("step").GetString());
        Assert.Equal(0, server.Requests["PutRetentionPolicy"]);
    }

    [Fact]
    public async Task A_name_behind_which_there_is_nothing_is_told_and_others_are_planned_all_the_same()
    {
        var ran = await command.RunAsync(["plan", "--group", "/nonesuch", "--group", "/app/idle", .. Range]);
        Assert.Equal(3, ran.ExitCode);
        Assert.Contains("There is no such log group", ran.Error, StringComparison.Ordinal);
        Assert.Contains("/app/idle", ran.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await command.RunAsync(["plan", "--group", "/nonesuch", .. Range])).ExitCode);
    }

    [Theory]
    [InlineData("{", "cannot be used")]
    [InlineData("{}", "cannot be used")]
    [InlineData(null, "cannot be read")]
    public async Task A_price_list_that_does_not_do_is_refused_before_anything_is_asked(string? content, string message)
    {
        var path = Path.Combine(folder.Path, "prices.json");
        if (content is not null)
        {
            await File.WriteAllTextAsync(path, content);
        }

        var ran = await command.RunAsync(["plan", "--group", "/app/*", "--prices", path]);
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests.Total);
    }

    private static string Date(int daysAgo) => $"{Today.AddDays(-daysAgo):yyyy-MM-dd}";

    private void AssertS3Requests(JsonElement requests)
    {
        var counts = server.Requests;
        Assert.Equal(counts["PutObject"] + counts["ListMultipartUploads"], requests.GetProperty("s3Writing").GetInt32());
        Assert.Equal(counts["GetObject"] + counts["HeadObject"], requests.GetProperty("s3Reading").GetInt32());
    }

    private static void AssertNear(double actual, double estimated, double tolerance) =>
        Assert.InRange(estimated, actual * (1 - tolerance), actual * (1 + tolerance));

    private void AddGroup(string name, int daysAgo, LocalGroupSettings settings) => server.Logs.AddSynthetic(
        name,
        new SyntheticSpec { Streams = 4, EventsPerStream = daysAgo * EventsOfADay / 4, Start = Today.AddDays(-daysAgo), End = Today },
        settings with { Created = Today.AddDays(-daysAgo) });
}
