using System.CommandLine;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Archive;

/// <summary>The options of a command that stand for settings, made from the catalogue: what the payload and the environment can
/// say, the command line says with the same words.</summary>
internal sealed class SettingOptions
{
    private readonly IReadOnlyList<(Setting Setting, Option Option)> options;

    private SettingOptions(IReadOnlyList<(Setting Setting, Option Option)> options) => this.options = options;

    /// <summary>Adds the options of the settings to the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="settings">The settings it knows.</param>
    /// <param name="words">What a setting means to this command, where that differs from the catalogue's words.</param>
    public static SettingOptions AddTo(
        Command command, IEnumerable<Setting> settings, IReadOnlyDictionary<Setting, string>? words = null)
    {
        var made = new SettingOptions(
            [.. settings.Select(setting => (setting, Make(setting, words?.GetValueOrDefault(setting) ?? Describe(setting))))]);
        foreach (var (_, option) in made.options)
        {
            command.Add(option);
        }

        return made;
    }

    /// <summary>What was asked for: the environment's settings, overridden by the options given.</summary>
    public ArchiveRequest Read(ParseResult parsed, IReadOnlyDictionary<string, string?> environment) =>
        EnvironmentReader.Read(environment).OverriddenBy(ReadGiven(parsed));

    /// <summary>What the options alone asked for.</summary>
    public ArchiveRequest ReadGiven(ParseResult parsed)
    {
        var values = new Dictionary<string, GivenValue>(StringComparer.Ordinal);
        foreach (var (setting, option) in options)
        {
            if (parsed.GetResult(option) is { Implicit: false } given)
            {
                IReadOnlyList<string> texts = [.. given.Tokens.Select(token => token.Value)];
                values[setting.Name] = new GivenValue(texts.Count == 0 ? ["true"] : texts, setting.OptionOrigin);
            }
        }

        return new ArchiveRequest { Values = values };
    }

    private static Option Make(Setting setting, string description)
    {
        Option option = setting switch
        {
            { IsList: true } => new Option<string[]>(setting.OptionName) { Arity = ArgumentArity.OneOrMore },
            { Kind: SettingKind.Flag } => new Option<bool>(setting.OptionName),
            _ => new Option<string>(setting.OptionName),
        };
        option.HelpName = setting.ValueName;
        option.Description = description;
        return option;
    }

    private static string Describe(Setting setting)
    {
        var notes = new List<string>();
        if (setting.IsList)
        {
            notes.Add("may be given several times");
        }

        if (setting is { Default: { Length: > 0 } value, Kind: not SettingKind.Flag })
        {
            notes.Add($"default: {value}");
        }

        var summary = setting.Summary.TrimEnd('.');
        return notes.Count == 0 ? summary : $"{summary} ({string.Join("; ", notes)})";
    }
}
