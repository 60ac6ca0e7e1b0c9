using Microsoft.Extensions.Logging;

namespace LogArchiver.Function.Logging;

/// <summary>One thing said, before it becomes a line.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Level">How grave.</param>
/// <param name="RequestId">The invocation it belongs to; null outside of one.</param>
/// <param name="Logger">The class that speaks.</param>
/// <param name="Message">The message with its values filled in.</param>
/// <param name="Values">The values by their names in the message.</param>
/// <param name="Exception">What was thrown; null for most.</param>
internal sealed record LogEntry(
    DateTimeOffset Time,
    LogLevel Level,
    string? RequestId,
    string Logger,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Values,
    Exception? Exception);
