using Microsoft.Extensions.Logging;

namespace LogArchiver.Cli.Terminal;

/// <summary>Lets the archiver's own log be seen on standard error: warnings and errors, and with <c>--verbose</c> all it says of
/// what it does.</summary>
internal sealed class ScreenLoggers(Screen screen, bool verbose) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new ScreenLogger(screen, LowestOf(categoryName));

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The screen is the only place to log to.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // How days end is shown by the command itself; of the archiver's own lines only a bug is news.
    private LogLevel LowestOf(string category) => verbose ? LogLevel.Debug
        : category == typeof(Archiver).FullName ? LogLevel.Critical
        : LogLevel.Warning;
}

/// <summary>One category of it.</summary>
internal sealed class ScreenLogger(Screen screen, LogLevel lowest) : ILogger
{
    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

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
        Ink.Say(screen.RichError, tone, word + formatter(state, exception));
        if (exception is not null)
        {
            Ink.Write(screen.RichError, Tone.Faint, exception.ToString());
        }
    }
}
