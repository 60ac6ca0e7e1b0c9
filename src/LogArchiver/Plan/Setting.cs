namespace LogArchiver.Plan;

/// <summary>One thing a user can set, described once: payload field, environment variable, option of the command, help, error
/// messages and the README's table all come from here.</summary>
public sealed record Setting
{
    /// <summary>Its name, in camelCase; the payload field is called the same.</summary>
    public required string Name { get; init; }

    /// <summary>The environment variable, such as <c>LOGARCHIVER_BUCKET</c>.</summary>
    public required string EnvironmentName { get; init; }

    /// <summary>The option of the command, such as <c>--bucket</c>.</summary>
    public required string OptionName { get; init; }

    /// <summary>What stands for its value in help, such as <c>NAME</c>; null for a flag.</summary>
    public string? ValueName { get; init; }

    /// <summary>What kind of value it takes in a payload.</summary>
    public SettingKind Kind { get; init; }

    /// <summary>Whether several values may be given: a list, commas in the environment (for rules, lines), an option repeated.</summary>
    public bool IsList => Kind is SettingKind.List or SettingKind.Tags or SettingKind.Rules;

    /// <summary>What it is for, in a line.</summary>
    public required string Summary { get; init; }

    /// <summary>The value when none is given, as one would type it; null where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>What is accepted, as an error message says it: no capital, no full stop.</summary>
    public required string Accepted { get; init; }

    /// <summary>Where a value from a payload was given.</summary>
    public string PayloadOrigin => $"payload field \"{Name}\"";

    /// <summary>Where a value from the environment was given.</summary>
    public string EnvironmentOrigin => $"environment variable {EnvironmentName}";

    /// <summary>Where a value from the command line was given.</summary>
    public string OptionOrigin => $"option {OptionName}";
}

/// <summary>What kind of value a setting takes in a payload. In the environment everything is text.</summary>
public enum SettingKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>An array of strings, or one string with commas.</summary>
    List,

    /// <summary>An object of strings, or a list of <c>key=value</c>.</summary>
    Tags,

    /// <summary>An array of strings, or one string, each taken as it is; see <see cref="RuleList"/>.</summary>
    Rules,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,
}
