using System.Text.Json;
using LogArchiver.Plan;

namespace LogArchiver.Backfill;

/// <summary>Tells the payloads of the state machine from ordinary ones, and reads them.</summary>
public static class MachineStepReader
{
    private const string Accepted = """{"step": "plan", "run": "<name>", "request": {…}}, or the same with "summarise" and "state" """;

    /// <summary>Characters of a run's name: those of a key that need no escape, and the most a state machine's execution has
    /// (source: API reference of StartExecution).</summary>
    private const int MaxRunCharacters = 80;

    /// <summary>The step; null when the payload is none, or no JSON at all.</summary>
    /// <exception cref="BadRequestException">It is a step, and something in it is wrong besides its request, whose faults it carries.</exception>
    public static MachineStep? TryRead(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(MachineStep.FieldName, out var step)
                ? Read(json.RootElement, step)
                : null;
        }
        catch (JsonException)
        {
            // The ordinary reader says what is wrong with it.
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: as above.
            return null;
        }
    }

    private static MachineStep Read(JsonElement root, JsonElement step)
    {
        var faults = new List<RequestFault>();
        foreach (var field in root.EnumerateObject().Where(field => field.Name is not ("step" or "run" or "request" or "state")))
        {
            Refuse(faults, field.Name, "No field of a step is called so; settings stand in \"request\".");
        }

        var kind = step.ValueKind != JsonValueKind.String ? null : step.GetString() switch
        {
            "plan" => MachineStepKind.Plan,
            "summarise" => MachineStepKind.Summarise,
            _ => (MachineStepKind?)null,
        };
        if (kind is null)
        {
            Refuse(faults, MachineStep.FieldName, $"{step.GetRawText()} is no step.");
        }

        var run = root.TryGetProperty("run", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        if (run.Length is 0 or > MaxRunCharacters || run[0] == '.' || !run.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            Refuse(faults, "run", $"\"{run}\" is no name of a run: 1 to {MaxRunCharacters} letters, digits, - _ and ., not a . first.");
        }

        var state = kind == MachineStepKind.Summarise ? ReadState(root, faults) : null;
        if (faults.Count > 0)
        {
            throw new BadRequestException(faults);
        }

        return new MachineStep
        {
            Kind = kind!.Value,
            Run = run,
            Request = root.TryGetProperty("request", out var request)
                ? PayloadReader.Read(JsonSerializer.SerializeToUtf8Bytes(request, BackfillJson.Told.JsonElement))
                : new ArchiveRequest(),
            Planned = state,
            ResultsKey = state?.Results?.ResultWriterDetails.Key,
        };
    }

    private static PlannedRun? ReadState(JsonElement root, List<RequestFault> faults)
    {
        try
        {
            if (root.TryGetProperty("state", out var state) && state.Deserialize(BackfillJson.Told.PlannedRun) is { } planned)
            {
                return planned;
            }

            Refuse(faults, "state", "It is missing.");
        }
        catch (JsonException problem)
        {
            Refuse(faults, "state", $"It is not what planning answered: {problem.Message}");
        }

        return null;
    }

    private static void Refuse(List<RequestFault> faults, string field, string problem) =>
        faults.Add(new RequestFault(field, problem, Accepted.TrimEnd()));
}
