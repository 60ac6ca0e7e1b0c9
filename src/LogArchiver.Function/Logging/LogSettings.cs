using Microsoft.Extensions.Logging;

namespace LogArchiver.Function.Logging;

/// <summary>How the function is to log, as Lambda's logging controls say it through the environment. A runtime of one's own has
/// to honour them itself.</summary>
/// <param name="Json">One JSON object a line instead of text.</param>
/// <param name="Minimum">The least level that is written.</param>
internal sealed record LogSettings(bool Json, LogLevel Minimum)
{
    /// <summary>Reads AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL. What is not known counts as the default (text, INFO): a
    /// log that is silent over a typing error helps nobody.</summary>
    public static LogSettings Of(IReadOnlyDictionary<string, string?> environment) => new(
        string.Equals(environment.GetValueOrDefault("AWS_LAMBDA_LOG_FORMAT"), "JSON", StringComparison.OrdinalIgnoreCase),
        environment.GetValueOrDefault("AWS_LAMBDA_LOG_LEVEL")?.ToUpperInvariant() switch
        {
            "TRACE" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "WARN" or "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "FATAL" or "CRITICAL" => LogLevel.Critical,
            _ => LogLevel.Information,
        });

    /// <summary>The level by the name Lambda has for it.</summary>
    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        LogLevel.Critical => "FATAL",
        _ => "INFO",
    };
}
