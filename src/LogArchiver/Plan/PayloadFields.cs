using System.Text.Json;

namespace LogArchiver.Plan;

/// <summary>Gathers the fields of a payload, and what is wrong with them.</summary>
internal sealed class PayloadFields
{
    private readonly Dictionary<string, GivenValue> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<RequestFault> faults = [];
    private DateTimeOffset? scheduledTime;

    /// <summary>Reads an object of settings. A field that is null counts as not given, as templates write it.</summary>
    public void Read(JsonElement settings)
    {
        foreach (var field in settings.EnumerateObject())
        {
            if (!seen.Add(field.Name))
            {
                faults.Add(new RequestFault(field.Name, "It is given more than once.", "each field at most once"));
            }
            else if (field.Name == ScheduledTime.FieldName)
            {
                ReadScheduledTime(ScheduledTime.FieldName, field.Value);
            }
            else if (Settings.TryFind(field.Name) is { } setting)
            {
                ReadSetting(setting, field.Value);
            }
            else
            {
                RefuseUnknown(field.Name);
            }
        }
    }

    /// <summary>Reads when the run was meant to happen.</summary>
    public void ReadScheduledTime(string field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Add(field, $"It is {KindOf(value)}, not a string.", ScheduledTime.Accepted);
            return;
        }

        scheduledTime = ScheduledTime.TryParse(value.GetString()!);
        if (scheduledTime is null)
        {
            Add(field, ScheduledTime.ProblemWith(value.GetString()!), ScheduledTime.Accepted);
        }
    }

    /// <summary>Notes a fault.</summary>
    public void Add(string field, string problem, string accepted) => faults.Add(new RequestFault(field, problem, accepted));

    /// <summary>All that was read.</summary>
    public ArchiveRequest ToRequest() => new() { Values = values, ScheduledTime = scheduledTime, Faults = faults };

    /// <summary>The kind of a JSON value, in words.</summary>
    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private void ReadSetting(Setting setting, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (PayloadValue.TryRead(setting.Kind, value) is { } texts)
        {
            values.Add(setting.Name, new GivenValue(texts, setting.PayloadOrigin));
        }
        else
        {
            var wanted = PayloadValue.Wanted(setting.Kind);
            Add(setting.Name, $"{setting.PayloadOrigin} is {value.GetRawText()}, which is not {wanted}.", setting.Accepted);
        }
    }

    private void RefuseUnknown(string name)
    {
        var known = Settings.All.Select(setting => setting.Name).Append(ScheduledTime.FieldName).ToList();
        Add(name, $"No field of the payload is called so{Nearest.Hint(Nearest.Of(name, known))}", string.Join(", ", known));
    }
}
