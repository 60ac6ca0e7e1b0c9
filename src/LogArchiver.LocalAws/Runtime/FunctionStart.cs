namespace LogArchiver.LocalAws.Runtime;

/// <summary>How a function process is to be started.</summary>
public sealed record FunctionStart
{
    /// <summary>The built function: a <c>.dll</c>, run with <c>dotnet exec</c>, or an executable such as <c>bootstrap</c>.</summary>
    public required string Program { get; init; }

    /// <summary>A command that is to start the program in its own place, such as <c>nice -n 10</c> or a shell that first enters a
    /// control group: the program's command line is added to it. Empty starts the program itself.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Host and port of the Runtime API: <see cref="RuntimeService.Address"/>.</summary>
    public required string RuntimeApi { get; init; }

    /// <summary>The function's name.</summary>
    public string FunctionName { get; init; } = "log-archiver";

    /// <summary>Memory in MiB, as the function is told it; nothing here limits it.</summary>
    public int MemoryMegabytes { get; init; } = 512;

    /// <summary><c>JSON</c> or <c>Text</c>.</summary>
    public string LogFormat { get; init; } = "JSON";

    /// <summary>TRACE, DEBUG, INFO, WARN, ERROR or FATAL.</summary>
    public string LogLevel { get; init; } = "INFO";

    /// <summary>The Region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>What else the function's environment holds: its settings, credentials, endpoints. These win over all others.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A line that a function process printed.</summary>
/// <param name="Text">The line, without its end.</param>
/// <param name="IsError">Whether it came by standard error.</param>
public readonly record struct FunctionLine(string Text, bool IsError);
