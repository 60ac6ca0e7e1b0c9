using Microsoft.Extensions.Logging;

namespace LogArchiver.Cli.Terminal;

/// <summary>Lets the archiver's own log be seen on standard error: warnings and errors, and with <c>--verbose</c> all it says of
/// what it does.</summary>
internal sealed class ScreenLoggers(Screen screen, bool verbose) : ILoggerFactory, ILogger
{
    private readonly LogLevel lowest = verbose ? LogLevel.Debug : LogLevel.Warning;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The screen is the only place to log to.");

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var (tone, word) = logLevel switch
        {
            >= LogLevel.Error => (Tone.Bad, "error: "),
            LogLevel.Warning => (Tone.Warning, "warning: "),
            _ => (Tone.Faint, ""),
        };
        Ink.Write(screen.RichError, tone, word + formatter(state, exception));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
