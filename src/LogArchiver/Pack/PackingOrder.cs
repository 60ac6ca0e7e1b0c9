using System.Globalization;
using LogArchiver.Plan;

namespace LogArchiver.Pack;

/// <summary>What decides the bytes of a day and where they go. Pure.</summary>
internal sealed class PackingOrder(ArchivePlan plan, GroupDay day)
{
    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);

    /// <summary>The key of the one object.</summary>
    public string Key => layout.KeyOf(day.Group, day.Date, plan.Format, plan.Compression);

    /// <summary>The key of the checkpoint.</summary>
    public string CheckpointKey => layout.CheckpointKeyOf(day.Group, day.Date);

    /// <summary>The media type of the objects.</summary>
    public string ContentType => ArchiveLayout.ContentTypeOf(plan.Format, plan.Compression);

    /// <summary>What must be the same for one invocation to go on with another's work.</summary>
    public string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"{day.Group.Arn ?? day.Group.Name} {day.Window.StartMs}-{day.Window.EndMs} {plan.Format.Word()} {plan.Compression.Word()} {plan.MaxMergedBytes} {Key}{Rules}");

    private string Rules => plan.Rules.IsEmpty ? "" : " " + plan.Rules.Fingerprint;

    /// <summary>The key of one of several objects of a day that is kept split: <c>….part-00001.ndjson.gz</c>.</summary>
    public string PartKey(int number)
    {
        var extension = "." + ArchiveLayout.ExtensionOf(plan.Format, plan.Compression);
        var part = string.Create(CultureInfo.InvariantCulture, $".part-{number:D5}");
        return Key.EndsWith(extension, StringComparison.Ordinal) ? Key[..^extension.Length] + part + extension : Key + part;
    }
}
