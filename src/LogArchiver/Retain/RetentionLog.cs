using LogArchiver.Outcome;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Retain;

/// <summary>What is said of retention: a line for each group that is not as wanted, and a warning for all that were refused.</summary>
internal sealed partial class RetentionLog(ILogger log)
{
    public void Told(RetentionOutcome outcome)
    {
        if (outcome.State != RetentionState.Kept)
        {
            Told(outcome.Group, outcome.InWords);
        }
    }

    /// <summary>One warning, or none: a permission that is missing is missing for hundreds of groups.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<RetentionOutcome> outcomes)
    {
        var refused = outcomes.Where(outcome => outcome.State == RetentionState.Refused).ToArray();
        return refused.Length == 0 ? [] :
        [
            $"The retention of {refused[0].Group}{(refused.Length > 1 ? $" and {refused.Length - 1} more" : "")} could not be set: {refused[0].Reason} "
                + "Its days are archived all the same.",
        ];
    }

    [LoggerMessage(LogLevel.Information, "Retention of {Group} {Outcome}")]
    private partial void Told(string group, string outcome);
}
