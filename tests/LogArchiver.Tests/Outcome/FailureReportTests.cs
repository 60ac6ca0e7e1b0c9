using LogArchiver.Outcome;
using LogArchiver.Ports;

namespace LogArchiver.Tests.Outcome;

public sealed class FailureReportTests
{
    private static readonly DateOnly Date = new(2026, 11, 19);

    private static readonly DayOutcome Denied = new()
    {
        Group = "app/orders",
        Date = Date,
        Ending = Ending.Failed,
        Fault = new DayFault("Read", "stream web-1", "User: arn:aws:iam::1:role/r is not\r\nauthorized")
        {
            Code = "AccessDeniedException",
            RequestId = "4711",
            Fix = "Allow logs:GetLogEvents on the group.",
        },
    };

    [Fact]
    public void A_run_that_ended_well_has_no_report()
    {
        Assert.Null(FailureReport.Of(Summary(Well(), Well() with { Ending = Ending.Skipped, Reason = "DELIVERY" })));
        Assert.Null(FailureReport.Of(Summary()));
    }

    [Fact]
    public void Each_failure_is_named_with_cause_and_fix_in_two_lines() => Assert.Equal(
        """
        1 of 2 days failed:
        - app/orders 2026-11-19 failed at Read (stream web-1): User: arn:aws:iam::1:role/r is not authorized [AccessDeniedException, request 4711]
          Fix: Allow logs:GetLogEvents on the group.
        """,
        FailureReport.Of(Summary(Well(), Denied)));

    [Fact]
    public void Failures_come_before_pauses_and_each_says_what_to_do() => Assert.Equal(
        """
        3 of 5 days failed and 1 paused before the end:
        - app/a failed at Discover (app/a): the connection was reset
          Running again may help.
        - app/b 2026-11-19 failed at Merge (run 3): Index was outside the bounds
          This is a fault of LogArchiver itself: please report it, with the log of this run.
        - app/c 2026-11-19 failed at Upload (k): SlowDown: too fast [request 9]
          Fix: Wait. Running again may help.
        - app/z 2026-11-19 paused: out of time
          Fix: run the same day again; give it a longer time-out or more memory if it pauses each time.
        """,
        FailureReport.Of(Summary(
            Well(),
            Well() with { Group = "app/z", Ending = Ending.Paused },
            Fault("app/a", new DayFault("Discover", "app/a", "the connection was reset") { RetryCouldHelp = true }) with { Date = null },
            Fault("app/b", new DayFault("Merge", "run 3", "Index was outside the bounds") { IsBug = true }),
            Fault("app/c", new DayFault("Upload", "k", "SlowDown: too fast") { Code = "SlowDown", RequestId = "9", Fix = "Wait.", RetryCouldHelp = true }))));

    [Fact]
    public void Of_many_failures_ten_are_named_and_the_rest_counted()
    {
        var report = FailureReport.Of(Summary([.. Enumerable.Range(1, 25).Select(i => Denied with { Group = $"app/{i}" })]))!;
        Assert.Equal(10, report.Split("\n- ").Length - 1);
        Assert.EndsWith("\n… and 15 more; the summary names each.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_of_a_group_that_fail_alike_are_told_once_and_leave_room_for_others()
    {
        var days = Enumerable.Range(1, 12).Select(day => Denied with { Date = new DateOnly(2026, 11, day) });
        Assert.Equal(
            """
            13 of 13 days failed:
            - app/orders 2026-11-01 and 11 days more failed at Read (stream web-1): User: arn:aws:iam::1:role/r is not authorized [AccessDeniedException, request 4711]
              Fix: Allow logs:GetLogEvents on the group.
            - app/z 2026-11-19 failed at Read (stream web-1): User: arn:aws:iam::1:role/r is not authorized [AccessDeniedException, request 4711]
              Fix: Allow logs:GetLogEvents on the group.
            """,
            FailureReport.Of(Summary([.. days, Denied with { Group = "app/z" }])));
    }

    [Fact]
    public void A_cause_of_a_whole_policy_is_cut_between_characters()
    {
        var endless = Denied with { Fault = Denied.Fault! with { Cause = new string('x', FailureReport.CauseChars - 1) + "😀😀" } };
        Assert.Contains("xxx… [AccessDenied", FailureReport.Of(Summary(endless)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_could_not_begin_says_what_refused_it() => Assert.Equal(
        "S3 HeadBucket (my-bucket) failed: There is no such bucket: create it first. [NoSuchBucket, request 7]",
        FailureReport.Of(new ServiceFaultException(
            FaultKind.NotFound, "S3", "HeadBucket", "NoSuchBucket", "There is no such bucket: create it first.") { Subject = "my-bucket", RequestId = "7" }));

    [Fact]
    public void What_the_message_says_already_is_not_said_twice() => Assert.Equal(
        "S3 refused HeadBucket on my-bucket: SlowDown [request 7]\n  Running again may help.",
        FailureReport.Of(new ServiceFaultException(
            FaultKind.Throttled, "S3", "HeadBucket", "SlowDown", "S3 refused HeadBucket on my-bucket: SlowDown") { Subject = "my-bucket", RequestId = "7" }));

    [Fact]
    public void A_day_that_waits_for_an_export_is_not_told_to_take_more_memory() => Assert.Equal(
        """
        1 of 1 day paused before the end:
        - app/cheap 2026-11-19 paused: export task t is running
          Nothing is wrong: run the same day again in a few minutes, or leave it to the next night.
        """,
        FailureReport.Of(Summary(new DayOutcome
        {
            Group = "app/cheap", Date = Date, Ending = Ending.Paused, Reason = "export task t is running", WaitsForExport = true,
        })));

    private static DayOutcome Well() => new() { Group = "app/ok", Date = Date, Ending = Ending.Sealed };

    private static DayOutcome Fault(string group, DayFault fault) => new() { Group = group, Date = Date, Ending = Ending.Failed, Fault = fault };

    private static ArchiveSummary Summary(params DayOutcome[] days) => new() { DryRun = false, Days = days };
}
