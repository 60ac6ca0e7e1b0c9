using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Seal;

namespace LogArchiver.Cli;

/// <summary>Turns whatever ended a command into words on standard error and an exit code. A bug looks different from bad input.</summary>
internal static class ErrorText
{
    // What the operating systems call a pipe whose reader has gone: EPIPE, ERROR_BROKEN_PIPE and ERROR_NO_DATA.
    private static readonly int[] BrokenPipes = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>Says what happened.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(CommandContext context, Exception problem)
    {
        switch (problem)
        {
            case IOException { HResult: var code } when BrokenPipes.Contains(code):
                // `| head` has seen enough.
                return Verdict.Done.ExitCode();
            case OperationCanceledException when context.Stop.IsCancellationRequested:
                Write(context.Screen, "Stopped.");
                return Verdicts.StoppedExitCode;
            case CommandException known:
                Write(context.Screen, known.Message);
                return known.ExitCode;
            case BadRequestException bad:
                Write(context.Screen, Of(bad.Faults));
                return Verdicts.BadInputExitCode;
            case ServiceFaultException fault:
                Write(context.Screen, Of(context, fault));
                return Verdict.Failed.ExitCode();
            case UnreadableManifestException unreadable:
                Write(context.Screen, Of(unreadable));
                return Verdict.Failed.ExitCode();
            case IOException or UnauthorizedAccessException:
                Write(context.Screen, problem.Message);
                return Verdict.Failed.ExitCode();
            default:
                Write(context.Screen, "This is a bug in LogArchiver. Please report it with what follows.");
                context.Screen.Error.WriteLine(problem);
                return Verdict.Failed.ExitCode();
        }
    }

    /// <summary>Writes a message: red where that can be seen, broken into lines only where a person reads it. A line set in by four
    /// blanks is a command or an address, and stays in one piece to be copied.</summary>
    public static void Write(Screen screen, string message)
    {
        foreach (var line in message.Split('\n').SelectMany(line => screen.Looks.ErrorIsTerminal && !line.StartsWith("    ", StringComparison.Ordinal) ? Wrapped(line, screen.TextWidth) : [line]))
        {
            Ink.Write(screen.RichError, Tone.Bad, line);
        }
    }

    /// <summary>All faults of a request, each naming its setting.</summary>
    internal static string Of(IReadOnlyList<RequestFault> faults) =>
        string.Join('\n', faults.Select(fault => Settings.TryFind(fault.Setting) is { } setting
            // Where it was given as the option that the line begins with, that need not be said again.
            ? $"{setting.OptionName}: {fault.Problem.Replace($" ({setting.OptionOrigin})", "", StringComparison.Ordinal)}\n  Accepted: {fault.Accepted}"
            : $"{fault.Setting}: {fault.Problem}\n  Accepted: {fault.Accepted}"));

    /// <summary>What a service, or the way to it, refused, and what to do.</summary>
    internal static string Of(CommandContext context, ServiceFaultException fault) => FailureReport.Of(fault) + EndpointHint(context, fault);

    /// <summary>A manifest that is none, and what to do.</summary>
    internal static string Of(UnreadableManifestException unreadable) => unreadable.Message
        + "\n  Fix: Use the version that wrote it. If it is damaged: where the bucket keeps versions, bring back the one that LogArchiver wrote; "
        + "otherwise move it and the day's objects away and archive the day again, while CloudWatch still has its events.";

    // Who points the command at an endpoint of their own has usually stopped what listened there.
    private static string EndpointHint(CommandContext context, ServiceFaultException fault) =>
        fault.Code is "ConnectionRefused" or "HostNotFound" && context.Environment.GetValueOrDefault("AWS_ENDPOINT_URL") is { Length: > 0 } endpoint
            ? $"\n  AWS_ENDPOINT_URL points at {endpoint}: see that something listens there, or unset it to work on AWS."
            : "";

    private static IEnumerable<string> Wrapped(string line, int width)
    {
        var words = line.TrimStart(' ');
        var lead = line[..^words.Length];
        return Wrapping.Wrap(words, width - lead.Length - 2).Select((part, i) => i == 0 ? lead + part : $"{lead}  {part}");
    }
}
