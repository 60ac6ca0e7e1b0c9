using System.Text.Json;
using LogArchiver.Aws.StepFunctions;
using LogArchiver.Backfill;
using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;

namespace LogArchiver.Cli.Backfill;

/// <summary>What a backfill says.</summary>
internal static class BackfillView
{
    // The names under which the function and the state machine tell of bad input and of days that failed.
    private const string BadRequestType = "LogArchiver.BadRequest";
    private const string DaysFailedType = "LogArchiver.DaysFailed";

    /// <summary>What there is to do, in a sentence.</summary>
    public static string Begin(BackfillAgenda agenda)
    {
        var rest = new List<string>();
        Add(agenda.Sealed, "sealed already");
        Add(agenda.Gone, "gone by retention");
        var todo = agenda.Count == 0 ? "Nothing to archive" : $"{Amounts.Of(agenda.Count, "day")} of {Amounts.Of(agenda.Groups, "group")} to archive";
        return $"{todo}{(rest.Count > 0 ? $"; {string.Join(", ", rest)}" : "")}.";

        void Add(int count, string what)
        {
            if (count > 0)
            {
                rest.Add($"{Amounts.Count(count)} {what}");
            }
        }
    }

    /// <summary>How far an execution is.</summary>
    public static string Progress(ItemCounts counts)
    {
        var failed = counts.Failed + counts.TimedOut + counts.Aborted;
        return $"{Amounts.Count(counts.Ended)} of {Amounts.Of(counts.Total, "day")} done, {Amounts.Count(counts.Running)} under way"
            + (failed > 0 ? $", {Amounts.Count(failed)} failed" : "");
    }

    /// <summary>How an execution ended.</summary>
    /// <returns>The exit code.</returns>
    public static int End(Screen screen, string execution, ExecutionState end, OutputMode mode)
    {
        if (mode.Json)
        {
            WriteJson(screen, execution, end);
        }
        else if (end is { HasSucceeded: true, Output: { } output } && RunSummary.TryParse(output) is { } summary)
        {
            var totals = summary.Totals;
            Ink.Write(screen.Rich, Tone.Good, $"{Amounts.Of(totals.Days, "day")}: {Amounts.Count(totals.Sealed)} sealed, {Amounts.Count(totals.Empty)} empty, "
                + $"{Amounts.Count(totals.AlreadySealed + summary.SealedBefore)} sealed before, {Amounts.Count(totals.Skipped)} skipped. "
                + $"{Amounts.Of(totals.Events, "event")}, {Amounts.Bytes(totals.RawBytes)}, {Amounts.Bytes(totals.StoredBytes)} stored.");
            Ink.Write(screen.Rich, Tone.Faint, summary.SummaryKey);
        }

        if (!end.HasSucceeded)
        {
            ErrorText.Write(screen, $"The execution ended as {end.Status}{(end.Error is { } error ? $" ({error})" : "")}. {Message(end.Cause)}".TrimEnd());
        }

        return end switch
        {
            { HasSucceeded: true } => Verdict.Done.ExitCode(),
            { Error: BadRequestType } => Verdicts.BadInputExitCode,
            { Error: DaysFailedType } => Verdict.PartlyDone.ExitCode(),
            _ => Verdict.Failed.ExitCode(),
        };
    }

    /// <summary>How to look after an execution that goes on.</summary>
    public static void Left(Screen screen, StateMachineArn machine, string execution, ExecutionState state, OutputMode mode)
    {
        if (mode.Json)
        {
            WriteJson(screen, execution, state);
            return;
        }

        Ink.Write(screen.Rich, Tone.Plain, $"The execution goes on: {execution}");
        Ink.Write(screen.Rich, Tone.Faint, $"  look:  aws stepfunctions describe-execution --region {machine.Region} --execution-arn {execution}");
        Ink.Write(screen.Rich, Tone.Faint, $"  stop:  aws stepfunctions stop-execution --region {machine.Region} --execution-arn {execution}");
    }

    // What a function fails with is an object with a message; of everything else, the cause is the message.
    private static string? Message(string? cause)
    {
        try
        {
            using var json = JsonDocument.Parse(cause ?? "null");
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("errorMessage", out var message)
                ? message.ToString()
                : cause;
        }
        catch (JsonException)
        {
            return cause;
        }
    }

    private static void WriteJson(Screen screen, string execution, ExecutionState state)
    {
        using var document = new MemoryStream();
        using (var json = new Utf8JsonWriter(document))
        {
            json.WriteStartObject();
            json.WriteString("execution", execution);
            json.WriteString("status", state.Status);
            json.WritePropertyName("summary");
            json.WriteRawValue(state.Output ?? "null");
            json.WriteString("error", state.Error);
            json.WriteString("cause", Message(state.Cause));
            json.WriteEndObject();
        }

        JsonOutput.WriteLine(screen, document.ToArray());
    }
}
