using System.Text;
using LogArchiver.Ports;

namespace LogArchiver.Outcome;

/// <summary>Says in a few lines what did not end well: each failure by name, its cause and what to do about it. The message of a
/// failed invocation and the last words of a failed command.</summary>
public static class FailureReport
{
    /// <summary>How many failures are named, one of several days of a group counting once; the summary has them all. Ten pairs of
    /// lines are what fits a screen and a mail.</summary>
    public const int NamedFailures = 10;

    /// <summary>Characters of one cause or fix: services have been seen to answer with whole policies.</summary>
    public const int CauseChars = 600;

    /// <summary>The report; null when every day ended well.</summary>
    public static string? Of(ArchiveSummary summary)
    {
        var failed = summary.Count(Ending.Failed);
        var paused = summary.Count(Ending.Paused);
        if (failed + paused == 0)
        {
            return null;
        }

        var report = new StringBuilder(Headline(summary.Days.Count, failed, paused));
        var unfinished = summary.Days.Where(day => day.Ending is Ending.Failed)
            .Concat(summary.Days.Where(day => day.Ending is Ending.Paused));

        // A group that cannot be read fails on each of its days in the same way, and must not take the place of the others.
        var alike = unfinished.GroupBy(day => (day.Group, day.Ending, day.Fault?.Stage, Cause: day.Fault?.Code ?? day.Fault?.Cause ?? day.Reason, day.Fault?.Fix)).ToArray();
        foreach (var days in alike.Take(NamedFailures))
        {
            report.Append("\n- ").Append(Line([.. days])).Append("\n  ").Append(Advice(days.First()));
        }

        if (alike.Length > NamedFailures)
        {
            report.Append($"\n… and {alike.Skip(NamedFailures).Sum(days => days.Count())} more; the summary names each.");
        }

        return report.ToString();
    }

    /// <summary>The report of a run that could not be begun or finished at all.</summary>
    public static string Of(ServiceFaultException fault)
    {
        var fix = fault.Fix is null ? "" : $"\n  Fix: {Cut(fault.Fix)}";
        var retry = fault.IsTransient ? "\n  Running again may help." : "";
        return $"{Doing(fault)}{Cut(fault.Message)}{Source(fault.Code, fault.RequestId, fault.Message)}{fix}{retry}";
    }

    /// <summary>What was being done and to what, unless the message says so itself.</summary>
    private static string Doing(ServiceFaultException fault) =>
        fault.Message.Contains(fault.Operation, StringComparison.Ordinal)
            ? fault.Subject is { } told && !fault.Message.Contains(told, StringComparison.Ordinal) ? $"{told}: " : ""
            : fault.Subject is { } subject ? $"{fault.Service} {fault.Operation} ({subject}) failed: "
            : $"{fault.Service} {fault.Operation} failed: ";

    private static string Headline(int days, int failed, int paused) => (failed, paused) switch
    {
        (_, 0) => $"{failed} of {Days(days)} failed:",
        (0, _) => $"{paused} of {Days(days)} paused before the end:",
        _ => $"{failed} of {Days(days)} failed and {paused} paused before the end:",
    };

    private static string Days(int count) => count == 1 ? "1 day" : $"{count} days";

    private static string Line(DayOutcome[] days)
    {
        var day = days[0];
        var others = days.Length > 1 ? $" and {Days(days.Length - 1)} more" : "";
        var name = day.Date is { } date ? $"{day.Group} {date:yyyy-MM-dd}{others}" : day.Group;
        return day switch
        {
            { Fault: { } fault } =>
                $"{name} failed at {fault.Stage} ({fault.Subject}): {Cut(fault.Cause)}{Source(fault.Code, fault.RequestId, fault.Cause)}",
            { Ending: Ending.Paused } => $"{name} paused: {Cut(day.Reason ?? "out of time")}",
            _ => $"{name} failed: {Cut(day.Reason ?? "no cause was given")}",
        };
    }

    private static string Advice(DayOutcome day) => day switch
    {
        { Ending: Ending.Paused, WaitsForExport: true } => "Nothing is wrong: run the same day again in a few minutes, or leave it to the next night.",
        { Ending: Ending.Paused } => "Fix: run the same day again; give it a longer time-out or more memory if it pauses each time.",
        { Fault.IsBug: true } => "This is a fault of LogArchiver itself: please report it, with the log of this run.",
        { Fault: { Fix: { } fix, RetryCouldHelp: var retry } } => $"Fix: {Cut(fix)}{(retry ? " Running again may help." : "")}",
        { Fault.RetryCouldHelp: true } => "Running again may help.",
        _ => "Running again will not help until the cause is gone.",
    };

    /// <summary>The service's code and request id, as far as they are known and not told by the cause itself.</summary>
    public static string Source(string? code, string? requestId, string cause)
    {
        var told = code is null || cause.Contains(code, StringComparison.Ordinal) ? null : code;
        return (told, requestId) switch
        {
            (null, null) => "",
            (null, _) => $" [request {requestId}]",
            (_, null) => $" [{told}]",
            _ => $" [{told}, request {requestId}]",
        };
    }

    /// <summary>One line, of bounded length.</summary>
    private static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= CauseChars ? line
            : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[CauseChars - 1]) ? CauseChars - 1 : CauseChars), "…");
    }
}
