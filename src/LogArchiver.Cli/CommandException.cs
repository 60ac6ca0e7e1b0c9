using LogArchiver.Outcome;

namespace LogArchiver.Cli;

/// <summary>A command cannot go on, for a reason its user can mend. The message is all that is shown.</summary>
/// <param name="exitCode">What the process ends with.</param>
/// <param name="message">What is wrong and what to do about it, in whole sentences.</param>
/// <param name="inner">What it came from.</param>
internal sealed class CommandException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The command was told something it cannot use.</summary>
    public static CommandException BadInput(string message, Exception? inner = null) =>
        new(Verdicts.BadInputExitCode, message, inner);

    /// <summary>What was asked for cannot be done.</summary>
    public static CommandException Failed(string message, Exception? inner = null) =>
        new(Verdict.Failed.ExitCode(), message, inner);
}
