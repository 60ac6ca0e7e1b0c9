using System.Text.Json;

namespace LogArchiver.Plan;

/// <summary>The envelope of EventBridge: of a scheduled rule, or of a schedule that was given no input. Its <c>time</c> is the
/// scheduled time; its <c>detail</c> is empty, or holds settings.</summary>
internal static class ScheduledEvent
{
    private const string Type = "Scheduled Event";
    private const string Time = "time";

    private static readonly string[] Sources = ["aws.events", "aws.scheduler"];

    /// <summary>Whether an object is an event of EventBridge, scheduled or not.</summary>
    public static bool IsEnvelope(JsonElement root) => root.TryGetProperty("detail-type", out _) && root.TryGetProperty("source", out _);

    /// <summary>Reads it. What else an envelope holds (its own Region, account, id) is no setting and is passed over.</summary>
    public static void Read(JsonElement root, PayloadFields fields)
    {
        var (type, source) = (root.GetProperty("detail-type"), root.GetProperty("source"));
        if (!IsText(type, [Type]) || !IsText(source, Sources))
        {
            fields.Add("detail-type", $"It is an event of type {type.GetRawText()} from {source.GetRawText()}, which says nothing about days "
                + "to archive.", $"\"{Type}\" from {string.Join(" or ", Sources)}, or a payload of settings");
            return;
        }

        if (root.TryGetProperty(Time, out var time))
        {
            fields.ReadScheduledTime(Time, time);
        }

        if (root.TryGetProperty("detail", out var detail))
        {
            ReadDetail(detail, fields);
        }
    }

    private static void ReadDetail(JsonElement detail, PayloadFields fields)
    {
        if (detail.ValueKind == JsonValueKind.Object)
        {
            fields.Read(detail);
        }
        else if (detail.ValueKind != JsonValueKind.Null && !IsText(detail, ["", "{}"]))
        {
            // A schedule without input sends its empty detail as the string "{}".
            fields.Add("detail", $"It is {PayloadFields.KindOf(detail)}.", "an object of settings, or an empty one");
        }
    }

    private static bool IsText(JsonElement value, string[] texts) =>
        value.ValueKind == JsonValueKind.String && texts.Contains(value.GetString(), StringComparer.Ordinal);
}
