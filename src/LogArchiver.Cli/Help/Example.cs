using System.CommandLine;

namespace LogArchiver.Cli.Help;

/// <summary>An example in a help text.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Command">What to type.</param>
internal sealed record Example(string Purpose, string Command);

/// <summary>A command that shows how it is used.</summary>
/// <param name="name">The word to type.</param>
/// <param name="description">What it does, in a line: shown in the overview, too.</param>
/// <param name="details">What else there is to know; null for nothing.</param>
/// <param name="examples">How it is used.</param>
internal sealed class ExplainedCommand(string name, string description, string? details, IReadOnlyList<Example> examples)
    : Command(name, description)
{
    /// <summary>What else there is to know.</summary>
    public string? Details { get; } = details;

    /// <summary>How it is used.</summary>
    public IReadOnlyList<Example> Examples { get; } = examples;

    /// <summary>How it ends.</summary>
    public required IReadOnlyList<ExitCodeNote> ExitCodes { get; init; }
}
