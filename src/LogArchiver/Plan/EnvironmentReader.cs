namespace LogArchiver.Plan;

/// <summary>Reads the settings that environment variables give.</summary>
public static class EnvironmentReader
{
    /// <summary>Reads every variable that begins with <c>LOGARCHIVER_</c>; an empty one counts as not set, as templates write it.
    /// A name that is no setting's is a fault: a typing mistake must not pass in silence.</summary>
    /// <param name="variables">The environment, all of it.</param>
    /// <param name="otherNames">Names that begin so too, but are another program's affair.</param>
    public static ArchiveRequest Read(
        IReadOnlyDictionary<string, string?> variables, IReadOnlyCollection<string>? otherNames = null)
    {
        var values = new Dictionary<string, GivenValue>(StringComparer.Ordinal);
        var faults = new List<RequestFault>();
        foreach (var (name, value) in variables.Where(IsOurs).OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (otherNames?.Contains(name) == true)
            {
                continue;
            }

            if (Settings.All.FirstOrDefault(setting => setting.EnvironmentName == name) is not { } setting)
            {
                faults.Add(Unknown(name));
            }
            else if (string.IsNullOrWhiteSpace(value))
            {
                continue;
            }
            else if (setting.Kind == SettingKind.Rules)
            {
                if (RuleList.TryRead(value) is { } rules)
                {
                    values.Add(setting.Name, new GivenValue(rules, setting.EnvironmentOrigin));
                }
                else
                {
                    faults.Add(new RequestFault(setting.Name, $"{setting.EnvironmentOrigin} {RuleList.Misread}", setting.Accepted));
                }
            }
            else
            {
                values.Add(setting.Name, new GivenValue([value.Trim()], setting.EnvironmentOrigin));
            }
        }

        return new ArchiveRequest { Values = values, Faults = faults };
    }

    private static bool IsOurs(KeyValuePair<string, string?> variable) =>
        variable.Key.StartsWith(Settings.EnvironmentPrefix, StringComparison.Ordinal);

    private static RequestFault Unknown(string name)
    {
        var known = Settings.All.Select(setting => setting.EnvironmentName).ToList();
        return new RequestFault(
            name, $"No environment variable of LogArchiver is called so{Nearest.Hint(Nearest.Of(name, known))}", string.Join(", ", known));
    }
}
