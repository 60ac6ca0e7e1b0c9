using NodaTime.Text;

namespace LogArchiver.Plan;

/// <summary>When a schedule meant the run to happen: <c>{"scheduledTime": "&lt;aws.scheduler.scheduled-time&gt;"}</c> is the input to
/// give a schedule, and EventBridge Scheduler puts the time there.</summary>
public static class ScheduledTime
{
    /// <summary>The payload field.</summary>
    public const string FieldName = "scheduledTime";

    /// <summary>What EventBridge Scheduler replaces by the time (source: Scheduler user guide, Adding context attributes).</summary>
    public const string Placeholder = "<aws.scheduler.scheduled-time>";

    /// <summary>What is accepted, for messages.</summary>
    internal const string Accepted = "an instant with its offset, such as 2026-11-20T02:15:00Z";

    /// <summary>A payload as EventBridge Scheduler would deliver it at that time: for whoever stands in for it on a developer's
    /// machine.</summary>
    /// <param name="payload">The payload's JSON text.</param>
    /// <param name="time">The time of the schedule; whole seconds are kept, as Scheduler writes them.</param>
    public static string Fill(string payload, DateTimeOffset time) =>
        payload.Replace(Placeholder, $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}", StringComparison.Ordinal);

    /// <summary>The instant; null when the text is none. The offset must be there, or the instant would be a guess.</summary>
    internal static DateTimeOffset? TryParse(string text)
    {
        var parsed = OffsetDateTimePattern.ExtendedIso.Parse(text);
        return parsed.Success && parsed.Value.Year is > 1 and < 9999 ? parsed.Value.ToDateTimeOffset() : null;
    }

    /// <summary>Why it is no instant.</summary>
    internal static string ProblemWith(string text) => text == Placeholder
        ? $"{Placeholder} was never replaced: only EventBridge Scheduler puts a time there. From elsewhere, leave the field out "
            + "or write a time."
        : $"\"{text}\" is no instant.";
}
