using System.Globalization;

namespace LogArchiver.Plan;

/// <summary>Looks a request's values up and collects what is wrong with them.</summary>
internal sealed class RequestJudge(ArchiveRequest request)
{
    private readonly List<RequestFault> faults = [.. request.Faults];

    /// <summary>What was given for the setting; null when nothing was.</summary>
    public GivenValue? Given(Setting setting) => request.Values.GetValueOrDefault(setting.Name);

    /// <summary>The one text given, or the setting's default; null where neither is, or where several were given.</summary>
    public string? Text(Setting setting)
    {
        if (Given(setting) is not { } given)
        {
            return setting.Default;
        }

        if (given.Texts.Count != 1)
        {
            Refuse(setting, "is not one value.");
            return null;
        }

        return given.Texts[0];
    }

    /// <summary>All texts given, cut at commas (no group name and no tag holds one), without blanks and repetitions.</summary>
    public IReadOnlyList<string> List(Setting setting) =>
        [.. (Given(setting)?.Texts ?? [])
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)];

    /// <summary>All texts given, as they are.</summary>
    public IReadOnlyList<string> Texts(Setting setting) => Given(setting)?.Texts ?? [];

    /// <summary>One of the named values, in any letter case.</summary>
    public T Choice<T>(Setting setting, params IEnumerable<T> notOffered)
        where T : struct, Enum
    {
        if (Text(setting) is not { } text)
        {
            return default;
        }

        var name = Enum.GetNames<T>().FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name is not null && !notOffered.Contains(Enum.Parse<T>(name)))
        {
            return Enum.Parse<T>(name);
        }

        Refuse(setting, "is none of these.");
        return default;
    }

    /// <summary>True or false.</summary>
    public bool Flag(Setting setting)
    {
        var text = Text(setting);
        if (text is not null && !bool.TryParse(text, out _))
        {
            Refuse(setting, "is neither true nor false.");
        }

        return bool.TryParse(text, out var flag) && flag;
    }

    /// <summary>A number that does; 0 after noting that it does not.</summary>
    public decimal Number(Setting setting, Predicate<decimal> accepts)
    {
        if (Text(setting) is not { } text)
        {
            return 0;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && accepts(number))
        {
            return number;
        }

        Refuse(setting, "is no such number.");
        return 0;
    }

    /// <summary>Notes that the value given does not do: its text and origin, then the reason.</summary>
    public void Refuse(Setting setting, string reason) => Add(setting, $"{ValueOf(setting)} {reason}");

    /// <summary>Notes that the setting does not do.</summary>
    public void Add(Setting setting, string problem) => faults.Add(new RequestFault(setting.Name, problem, setting.Accepted));

    /// <summary>The setting with its value and origin, to be named in another's fault.</summary>
    public string Describe(Setting setting) => Given(setting) is { } given && given.Origin == setting.OptionOrigin
        ? $"{setting.OptionName} \"{string.Join(", ", given.Texts)}\""
        : $"{setting.Name} {ValueOf(setting)}";

    /// <summary>Ends the judging.</summary>
    /// <exception cref="BadRequestException">Any fault was found.</exception>
    public void ThrowIfFaulty()
    {
        if (faults.Count > 0)
        {
            throw new BadRequestException(faults);
        }
    }

    private string ValueOf(Setting setting) => Given(setting) is { } given
        ? $"\"{string.Join(", ", given.Texts)}\" ({given.Origin})"
        : $"\"{setting.Default}\" (the default)";
}
