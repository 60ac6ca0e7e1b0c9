using System.Collections.Concurrent;
using LogArchiver.Function.Metrics;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function.Logging;

/// <summary>Gives out loggers that write lines to the function's standard output, from where Lambda carries them to CloudWatch.
/// One provider, no filters, no scopes: all that the logging package beyond its abstractions would add.</summary>
/// <param name="output">Standard output.</param>
/// <param name="settings">Format and level.</param>
/// <param name="clock">The time.</param>
internal sealed class LambdaLoggerFactory(Stream output, LogSettings settings, TimeProvider clock) : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, LambdaLogger> loggers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private volatile string? requestId;

    /// <summary>The invocation in hand, or the last one; an environment handles one at a time. Null before the first.</summary>
    public string? RequestId
    {
        get => requestId;
        set => requestId = value;
    }

    /// <summary>Writes the metrics of the invocation in hand, whatever the level: they are no remark that one may do without.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="began">When the invocation began.</param>
    /// <param name="metrics">The metrics.</param>
    public void Write(string function, DateTimeOffset began, IReadOnlyList<Metric> metrics) =>
        Write(MetricLine.Of(function, began, clock.GetUtcNow(), settings.Minimum, requestId, metrics));

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => loggers.GetOrAdd(categoryName, name => new LambdaLogger(name, this));

    /// <summary>Not supported: there is one way out of a function.</summary>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("A function logs to its standard output only.");

    /// <inheritdoc/>
    public void Dispose() => output.Dispose();

    /// <summary>Whether a level is written at all.</summary>
    internal bool Writes(LogLevel level) => level >= settings.Minimum && level != LogLevel.None;

    /// <summary>Writes one line, whole, whatever other threads have to say.</summary>
    internal void Write(
        LogLevel level, string logger, string message, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception)
    {
        var entry = new LogEntry(clock.GetUtcNow(), level, requestId, logger, message, values, exception);
        Write(settings.Json ? LogLine.Json(entry) : LogLine.Text(entry));
    }

    private void Write(ReadOnlyMemory<byte> line)
    {
        lock (gate)
        {
            output.Write(line.Span);
            output.Flush();
        }
    }
}

/// <summary>The voice of one class.</summary>
internal sealed class LambdaLogger(string name, LambdaLoggerFactory factory) : ILogger
{
    /// <summary>Scopes are not carried: request id, class and values say what a line is about.</summary>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => factory.Writes(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            factory.Write(logLevel, name, formatter(state, exception), values, exception);
        }
    }
}
