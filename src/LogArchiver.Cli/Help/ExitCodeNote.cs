using LogArchiver.Outcome;

namespace LogArchiver.Cli.Help;

/// <summary>What an exit code of a command means, for its help.</summary>
/// <param name="Code">The code.</param>
/// <param name="Meaning">When the command ends with it.</param>
internal readonly record struct ExitCodeNote(int Code, string Meaning)
{
    /// <summary>The code of a verdict.</summary>
    public ExitCodeNote(Verdict verdict, string meaning)
        : this(verdict.ExitCode(), meaning)
    {
    }
}

/// <summary>The exit codes of a command.</summary>
internal static class ExitCodeNotes
{
    /// <summary>For the overview: what they mean to every command.</summary>
    public static IReadOnlyList<ExitCodeNote> Usual { get; } = With(
        new(Verdict.Done, "done"),
        new(Verdict.Failed, "failed"),
        new(Verdict.PartlyDone, "partly done"),
        new(Verdicts.DaysMissingExitCode, "days are missing ('gaps')"));

    /// <summary>These, and those that every command has, in order.</summary>
    public static ExitCodeNote[] With(params IEnumerable<ExitCodeNote> own) =>
    [
        .. own.Append(new(Verdicts.BadInputExitCode, "wrong input")).Append(new(Verdicts.StoppedExitCode, "stopped by Ctrl-C or SIGTERM"))
            .OrderBy(note => note.Code),
    ];
}
