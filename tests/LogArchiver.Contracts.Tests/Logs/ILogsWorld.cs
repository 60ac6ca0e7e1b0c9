using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>A world of logs that a test fills and a source reads. Each test has one of its own, or names of its own in it.</summary>
public interface ILogsWorld : IAsyncDisposable
{
    /// <summary>The source under test.</summary>
    ILogSource Source { get; }

    /// <summary>Makes a group, with tags if any.</summary>
    Task CreateGroupAsync(string group, params (string Key, string Value)[] tags);

    /// <summary>Makes a stream.</summary>
    Task CreateStreamAsync(string group, string stream);

    /// <summary>Puts events into a stream, oldest first, as PutLogEvents demands.</summary>
    Task PutAsync(string group, string stream, params (long TimestampMs, string Message)[] events);
}
