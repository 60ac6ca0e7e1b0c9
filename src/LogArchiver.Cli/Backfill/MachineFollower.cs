using LogArchiver.Aws.StepFunctions;
using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;
using LogArchiver.Ports;
using Spectre.Console;

namespace LogArchiver.Cli.Backfill;

/// <summary>Follows an execution of the state machine until it ends, or until the user has seen enough; it goes on then.</summary>
internal sealed class MachineFollower(StateMachine machine, string execution, CommandContext context, OutputMode mode)
{
    /// <summary>Between two looks. An execution takes minutes to days.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Looks in a row that may fail: with the SDK's own attempts, some five minutes without a network.</summary>
    private const int MostMisses = 20;

    /// <summary>Follows it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> FollowAsync()
    {
        if (!mode.Json)
        {
            Ink.Write(context.Screen.RichError, Tone.Faint, $"Started {execution}");
        }

        try
        {
            var end = !mode.Json && context.Screen.RichError.Profile.Capabilities.Interactive
                ? await context.Screen.RichError.Status().Spinner(Spinner.Known.Dots).StartAsync("Planning", UntilEndAsync)
                : await UntilEndAsync(null);
            return BackfillView.End(context.Screen, execution, end, mode);
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            Leave(ExecutionState.Started);
            return Verdicts.StoppedExitCode;
        }
    }

    /// <summary>Says how to look again.</summary>
    /// <returns>The exit code of having started it.</returns>
    public int Leave(ExecutionState state)
    {
        BackfillView.Left(context.Screen, machine.Arn, execution, state, mode);
        return Verdict.Done.ExitCode();
    }

    private async Task<ExecutionState> UntilEndAsync(StatusContext? living)
    {
        var misses = 0;
        var told = "";
        while (true)
        {
            try
            {
                var state = await machine.DescribeAsync(execution, context.Stop);
                misses = 0;
                if (!state.IsRunning)
                {
                    return state;
                }

                told = await TellAsync(living, told);
            }
            catch (ServiceFaultException fault) when (fault.IsTransient && ++misses < MostMisses)
            {
                Ink.Write(context.Screen.RichError, Tone.Warning, $"{fault.Message} Looking again.");
            }

            await Task.Delay(Pause, context.Clock, context.Stop);
        }
    }

    // On a terminal a line that lives; elsewhere one more whenever something has changed.
    private async Task<string> TellAsync(StatusContext? living, string before)
    {
        if (mode.Json || await machine.TryCountAsync(execution, context.Stop) is not { } counts)
        {
            return before;
        }

        var text = BackfillView.Progress(counts);
        living?.Status(Markup.Escape(text));
        if (living is null && text != before)
        {
            Ink.Write(context.Screen.RichError, Tone.Faint, text);
        }

        return text;
    }
}
