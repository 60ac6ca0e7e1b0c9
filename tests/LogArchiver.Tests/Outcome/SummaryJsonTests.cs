using System.Text;
using System.Text.Json;
using LogArchiver.Outcome;

namespace LogArchiver.Tests.Outcome;

public sealed class SummaryJsonTests
{
    private static readonly DayOutcome Sealed = new()
    {
        Group = "/aws/lambda/주문",
        Date = new DateOnly(2026, 11, 19),
        Ending = Ending.Sealed,
        Events = 3,
        DroppedEvents = 7,
        LateEvents = 2,
        RawBytes = 300,
        StoredBytes = 120,
        ObjectKey = "group=~aws~lambda~orders/dt=2026-11-19/orders.ndjson.gz",
        ManifestKey = "_manifests/group=~aws~lambda~orders/dt=2026-11-19.json",
        Requests = 4,
        Throttles = 1,
        Retries = 1,
        Elapsed = TimeSpan.FromMilliseconds(1234.5678),
    };

    private static readonly DayOutcome Failed = new()
    {
        Group = "app",
        Date = null,
        Ending = Ending.Failed,
        Fault = new DayFault("Read", "stream a<b>'c'", "User is not authorized")
        {
            Code = "AccessDeniedException",
            RequestId = "4711",
            Fix = "Allow logs:GetLogEvents.",
        },
    };

    [Fact]
    public void Retention_is_counted_and_the_groups_named_that_are_not_as_wanted()
    {
        var outcome = new RetentionOutcome("/app", RetentionState.Set) { FromDays = null, ToDays = 30 };
        var summary = new ArchiveSummary
        {
            DryRun = false,
            Days = [],
            Retention =
            [
                outcome, outcome with { Group = "/kept", State = RetentionState.Kept, FromDays = 7, Reason = "it is shorter already" },
                outcome with { Group = "/waits", State = RetentionState.NotSet, FromDays = 90, Reason = "no" },
                outcome with { Group = "/no", State = RetentionState.Refused, Reason = "denied" },
            ],
        };
        Assert.Contains(
            """
            "retention":{"set":1,"planned":0,"kept":1,"notSet":1,"refused":1,"groups":[{"group":"/no","state":"refused","fromDays":null,"toDays":30,"reason":"denied"},{"group":"/app","state":"set","fromDays":null,"toDays":30},{"group":"/waits","state":"notSet","fromDays":90,"toDays":30,"reason":"no"}]}
            """.Trim(),
            Encoding.UTF8.GetString(SummaryJson.Write(summary)), StringComparison.Ordinal);
        Assert.DoesNotContain("retention", Encoding.UTF8.GetString(SummaryJson.Write(summary with { Retention = [] })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_groups_that_wait_for_a_backfill_do_not_break_the_log()
    {
        var outcome = new RetentionOutcome(new string('g', 512), RetentionState.NotSet) { FromDays = null, ToDays = 30, Reason = new string('주', 300) };
        var written = SummaryJson.Write(
            new ArchiveSummary { DryRun = false, Days = [.. Enumerable.Repeat(Sealed, 3000)], Retention = [.. Enumerable.Repeat(outcome, 1000)] }, SummaryJson.LogBytes);
        Assert.True(written.Length <= SummaryJson.LogBytes);
        using var read = JsonDocument.Parse(written);
        var retention = read.RootElement.GetProperty("retention");
        Assert.Equal(1000, retention.GetProperty("notSet").GetInt32());
        Assert.Equal(1000, retention.GetProperty("groups").GetArrayLength() + retention.GetProperty("groupsLeftOut").GetInt32());
        Assert.NotEqual(0, retention.GetProperty("groups").GetArrayLength());
    }

    [Fact]
    public void The_summary_is_told_word_for_word()
    {
        var summary = new ArchiveSummary
        {
            DryRun = false,
            Days = [Sealed, Sealed with { Ending = Ending.AlreadySealed }, Failed, Sealed with { Ending = Ending.Paused, Reason = "out of time" }],
            Warnings = ["\"x-*\" chose no group"],
        };
        Assert.Equal(
            """
            {"dryRun":false,"days":[
            {"group":"/aws/lambda/주문","date":"2026-11-19","purpose":"archive","ending":"sealed","events":3,"droppedEvents":7,"lateEvents":2,"rawBytes":300,"storedBytes":120,"object":"group=~aws~lambda~orders/dt=2026-11-19/orders.ndjson.gz","manifest":"_manifests/group=~aws~lambda~orders/dt=2026-11-19.json","requests":4,"throttles":1,"retries":1,"seconds":1.235},
            {"group":"/aws/lambda/주문","date":"2026-11-19","purpose":"archive","ending":"alreadySealed","events":3,"droppedEvents":7,"lateEvents":2,"rawBytes":300,"storedBytes":120,"object":"group=~aws~lambda~orders/dt=2026-11-19/orders.ndjson.gz","manifest":"_manifests/group=~aws~lambda~orders/dt=2026-11-19.json","requests":4,"throttles":1,"retries":1,"seconds":1.235},
            {"group":"app","date":null,"purpose":"archive","ending":"failed","events":null,"droppedEvents":null,"lateEvents":null,"rawBytes":null,"storedBytes":null,"object":null,"manifest":null,"requests":0,"throttles":0,"retries":0,"seconds":0,"error":{"stage":"Read","subject":"stream a<b>'c'","cause":"User is not authorized","code":"AccessDeniedException","requestId":"4711","fix":"Allow logs:GetLogEvents.","retryCouldHelp":false,"isBug":false}},
            {"group":"/aws/lambda/주문","date":"2026-11-19","purpose":"archive","ending":"paused","events":3,"droppedEvents":7,"lateEvents":2,"rawBytes":300,"storedBytes":120,"object":"group=~aws~lambda~orders/dt=2026-11-19/orders.ndjson.gz","manifest":"_manifests/group=~aws~lambda~orders/dt=2026-11-19.json","requests":4,"throttles":1,"retries":1,"seconds":1.235,"reason":"out of time"}],
            "totals":{"days":4,"sealed":1,"alreadySealed":1,"empty":0,"paused":1,"skipped":0,"failed":1,"planned":0,"doneBefore":0,"events":9,"droppedEvents":21,"lateEvents":6,"rawBytes":900,"storedBytes":360,"requests":12},
            "warnings":["\"x-*\" chose no group"]}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(SummaryJson.Write(summary)));
    }

    [Fact]
    public void A_run_of_no_days_is_a_summary_too() => Assert.Equal(
        """{"dryRun":true,"days":[],"totals":{"days":0,"sealed":0,"alreadySealed":0,"empty":0,"paused":0,"skipped":0,"failed":0,"planned":0,"doneBefore":0,"events":0,"droppedEvents":0,"lateEvents":0,"rawBytes":0,"storedBytes":0,"requests":0},"warnings":[]}""",
        Encoding.UTF8.GetString(SummaryJson.Write(new ArchiveSummary { DryRun = true, Days = [] })));

    [Fact]
    public void What_was_not_measured_is_null_and_a_real_zero_is_a_zero()
    {
        var planned = new DayOutcome { Group = "app", Date = new DateOnly(2026, 11, 19), Ending = Ending.Planned };
        var json = Encoding.UTF8.GetString(SummaryJson.Write(new ArchiveSummary { DryRun = true, Days = [planned, Sealed with { Ending = Ending.AlreadySealed }] }));
        const string Unknown = "\"events\":null,\"droppedEvents\":null,\"lateEvents\":null,\"rawBytes\":null,\"storedBytes\":null,";
        Assert.Contains("\"ending\":\"planned\"," + Unknown, json, StringComparison.Ordinal);
        Assert.Contains("\"ending\":\"alreadySealed\",\"events\":3,", json, StringComparison.Ordinal);
        // Part of a sum is no sum.
        Assert.Contains("\"doneBefore\":0," + Unknown, json, StringComparison.Ordinal);

        var empty = Encoding.UTF8.GetString(SummaryJson.Write(new ArchiveSummary { DryRun = false, Days = [planned with { Ending = Ending.Empty }, Failed] }));
        Assert.Contains("\"ending\":\"empty\",\"events\":0,\"droppedEvents\":0,\"lateEvents\":0,\"rawBytes\":0,\"storedBytes\":0,", empty, StringComparison.Ordinal);
        Assert.Contains("\"doneBefore\":0,\"events\":0,", empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SummaryJson.AnswerBytes, 30_000)]
    [InlineData(SummaryJson.LogBytes, 2_000)]
    public void A_list_too_long_is_cut_and_says_by_how_much_and_keeps_what_needs_a_hand(int limit, int days)
    {
        var all = Enumerable.Range(0, days)
            .Select(i => i == days - 1 ? Failed : Sealed with { Date = new DateOnly(2000, 1, 1).AddDays(i % 9000) }).ToArray();
        var warnings = Enumerable.Range(0, 5_000).Select(i => $"warning \"{i}\"").ToArray();
        var json = SummaryJson.Write(new ArchiveSummary { DryRun = false, Days = all, Warnings = warnings }, limit);
        Assert.InRange(json.Length, limit / 2, limit);
        using var read = JsonDocument.Parse(json);
        var kept = read.RootElement.GetProperty("days").GetArrayLength();
        Assert.Equal(days, kept + read.RootElement.GetProperty("daysLeftOut").GetInt32());
        Assert.Equal("app", read.RootElement.GetProperty("days")[kept - 1].GetProperty("group").GetString());
        Assert.Equal(days, read.RootElement.GetProperty("totals").GetProperty("days").GetInt32());
        Assert.EndsWith("more warnings.", read.RootElement.GetProperty("warnings").EnumerateArray().Last().GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_limit_nothing_is_left_out()
    {
        var days = Enumerable.Repeat(Sealed, 30_000).ToArray();
        using var read = JsonDocument.Parse(SummaryJson.Write(new ArchiveSummary { DryRun = false, Days = days }));
        Assert.Equal(30_000, read.RootElement.GetProperty("days").GetArrayLength());
        Assert.False(read.RootElement.TryGetProperty("daysLeftOut", out _));
    }
}
