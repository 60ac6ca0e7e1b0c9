namespace LogArchiver.Outcome;

/// <summary>What a run comes to as a whole. This file alone maps outcomes to exit codes and to whether an invocation fails.</summary>
public enum Verdict
{
    /// <summary>Every day ended well.</summary>
    Done,

    /// <summary>Some days ended well, others failed or were paused.</summary>
    PartlyDone,

    /// <summary>No day ended well.</summary>
    Failed,
}

/// <summary>Maps a summary to its verdict, and endings to exit codes of the command.</summary>
public static class Verdicts
{
    /// <summary>Exit code of a command that was told something wrong.</summary>
    public const int BadInputExitCode = 2;

    /// <summary>Exit code of a command that found days without an archive.</summary>
    public const int DaysMissingExitCode = 4;

    /// <summary>Exit code of a command stopped by Ctrl-C or SIGTERM: 128 + SIGINT, as shells expect.</summary>
    public const int StoppedExitCode = 130;

    /// <summary>What the run comes to. A skipped day is no failure: nothing could have been done, and the reason is given.</summary>
    public static Verdict Of(ArchiveSummary summary) =>
        Of(summary.Count(Ending.Failed) + summary.Count(Ending.Paused), summary.Days.Count);

    /// <summary>What comes of some things of which so many did not end well.</summary>
    public static Verdict Of(int unfinished, int all) =>
        unfinished == 0 ? Verdict.Done
        : unfinished == all ? Verdict.Failed
        : Verdict.PartlyDone;

    /// <summary>0 done, 1 failed, 3 partly done.</summary>
    public static int ExitCode(this Verdict verdict) => verdict switch
    {
        Verdict.Done => 0,
        Verdict.Failed => 1,
        _ => 3,
    };
}
