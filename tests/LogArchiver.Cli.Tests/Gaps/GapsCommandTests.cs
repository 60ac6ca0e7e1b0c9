using System.Text.Json;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Gaps;

/// <summary>The command as its user has it, over LocalAws: 10 to 19 November 2026 of two groups.</summary>
public sealed class GapsCommandTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly string[] Gaps = ["gaps", "--group", "/app/*", "--from", "2026-11-10", "--to", "2026-11-19"];

    private readonly TestFolder folder = new();
    private readonly CommandProcess command = new();
    private LocalAwsServer server = null!;

    public async Task InitializeAsync()
    {
        server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        server.S3.CreateBucket("archive");
        foreach (var group in (string[])["/app/one", "/app/two"])
        {
            server.Logs.CreateGroup(group, new LocalGroupSettings { Created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });
            server.Logs.Put(group, "s", [new LocalEvent(new DateTimeOffset(2026, 11, 12, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), "hello")]);
        }

        command.PointAt(server.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "archive";
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        command.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_is_missing_is_shown_repaired_and_then_missing_no_more()
    {
        await command.RunAsync("archive", "--group", "/app/one", "--from", "2026-11-10", "--to", "2026-11-18");
        var before = await command.RunAsync(Gaps);
        Assert.Equal(4, before.ExitCode);
        Assert.Contains("/app/one  2026-11-19                 1  missing", before.Output, StringComparison.Ordinal);
        Assert.Contains("/app/two  2026-11-10..2026-11-19    10  missing", before.Output, StringComparison.Ordinal);
        Assert.EndsWith("9 days sealed, 11 missing. 11 days are missing.\n", before.Output, StringComparison.Ordinal);

        var dry = await command.RunAsync([.. Gaps, "--repair", "--dry-run"]);
        Assert.Equal(4, dry.ExitCode);
        Assert.Contains("11 days: 11 would archive.", dry.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("0 B", dry.Output, StringComparison.Ordinal);
        Assert.EndsWith("11 days are missing.\n", dry.Output, StringComparison.Ordinal);

        var repaired = await command.RunAsync([.. Gaps, "--repair"]);
        Assert.Equal(0, repaired.ExitCode);
        Assert.Contains("✓ /app/two 2026-11-12: sealed, 1 event, ", repaired.Error, StringComparison.Ordinal);
        Assert.EndsWith("2 groups, 2026-11-10 to 2026-11-19: 20 days sealed. No day is missing.\n", repaired.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await command.RunAsync(Gaps)).ExitCode);
    }

    [Fact]
    public async Task For_machines_there_is_one_document_with_what_was_repaired_and_what_remains()
    {
        server.Faults.Add(new FaultRule
        {
            Operation = "GetLogEvents", KeyContains = "/app/two", Effect = FaultEffect.Error, Status = 400, Code = "AccessDeniedException",
        });
        var ran = await command.RunAsync([.. Gaps, "--repair", "--json", "--reader", "streams"]);
        Assert.Equal(3, ran.ExitCode);
        using var json = JsonDocument.Parse(ran.Output);
        var totals = json.RootElement.GetProperty("totals");
        Assert.Equal((10, 10), (totals.GetProperty("sealed").GetInt32(), totals.GetProperty("withoutArchive").GetInt32()));
        Assert.Equal(10, json.RootElement.GetProperty("repair").GetProperty("totals").GetProperty("failed").GetInt32());
        Assert.Contains("logs:GetLogEvents", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_behind_which_there_is_nothing_at_all_is_exit_code_1()
    {
        var ran = await command.RunAsync("gaps", "--group", "/nonesuch", "--days", "3");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("There is no such log group", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repairs_that_all_fail_are_exit_code_1_and_gaps_that_nobody_can_mend_are_4()
    {
        server.Faults.Add(new FaultRule { Operation = "GetLogEvents", Effect = FaultEffect.Error, Status = 400, Code = "AccessDeniedException" });
        var refused = await command.RunAsync([.. Gaps, "--repair", "--reader", "streams"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith("20 days are missing.\n", refused.Output, StringComparison.Ordinal);

        server.Logs.CreateGroup("/old/gone", new LocalGroupSettings { Created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), RetentionDays = 1 });
        var gone = await command.RunAsync("gaps", "--group", "/old/*", "--from", "2026-10-10", "--to", "2026-10-11", "--repair");
        Assert.Equal(4, gone.ExitCode);
        Assert.Contains("gone for good", gone.Output, StringComparison.Ordinal);
    }
}
