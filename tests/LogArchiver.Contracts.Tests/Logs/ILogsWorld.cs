using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>A world of logs that a test fills and a source reads. Each test has one of its own, or names of its own in it.</summary>
public interface ILogsWorld : IAsyncDisposable
{
    /// <summary>The source under test.</summary>
    ILogSource Source { get; }

    /// <summary>The bucket that exports are written to; there once <see cref="PrepareExportsAsync"/> has been called.</summary>
    IArchiveStore Exported { get; }

    /// <summary>Makes the bucket, and says its name.</summary>
    Task<string> PrepareExportsAsync();

    /// <summary>Lets the time pass that an export takes.</summary>
    void LetExportsFinish();

    /// <summary>Makes a group, with tags if any.</summary>
    Task CreateGroupAsync(string group, params (string Key, string Value)[] tags);

    /// <summary>Makes a stream.</summary>
    Task CreateStreamAsync(string group, string stream);

    /// <summary>Puts events into a stream, oldest first, as PutLogEvents demands.</summary>
    Task PutAsync(string group, string stream, params (long TimestampMs, string Message)[] events);
}
