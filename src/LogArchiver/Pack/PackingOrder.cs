using System.Globalization;
using LogArchiver.Plan;
using LogArchiver.Settle;

namespace LogArchiver.Pack;

/// <summary>What decides the bytes of a day and where they go. Pure.</summary>
/// <param name="plan">The plan.</param>
/// <param name="day">The day.</param>
/// <param name="earlier">The archive that is to be replaced: the day stays under its keys. Null for a day that has none.</param>
internal sealed class PackingOrder(ArchivePlan plan, GroupDay day, EarlierArchive? earlier = null)
{
    private const string PartMark = ".part-";

    private readonly ArchiveLayout layout = ArchiveLayout.Of(plan);

    /// <summary>The key of the one object.</summary>
    public string Key => earlier?.KeyOf(1) ?? layout.KeyOf(day.Group, day.Date, plan.Format, plan.Compression);

    /// <summary>The key of the checkpoint.</summary>
    public string CheckpointKey => layout.CheckpointKeyOf(day.Group, day.Date);

    /// <summary>The key of the manifest.</summary>
    public string ManifestKey => layout.ManifestKeyOf(day.Group, day.Date);

    /// <summary>The key of the record of the day's export.</summary>
    public string ExportRecordKey => layout.ExportRecordKeyOf(day.Group, day.Date);

    /// <summary>What the keys of the day's exported files begin with.</summary>
    public string ExportPrefix => layout.ExportPrefixOf(day.Group, day.Date);

    /// <summary>The media type of the objects.</summary>
    public string ContentType => ArchiveLayout.ContentTypeOf(plan.Format, plan.Compression);

    /// <summary>What must be the same for one invocation to go on with another's work.</summary>
    public string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"{day.Group.Arn ?? day.Group.Name} {day.Window.StartMs}-{day.Window.EndMs} {plan.Format.Word()} {plan.Compression.Word()} {plan.MaxMergedBytes} {Key}{Rules}{earlier?.Mark}");

    private string Rules => plan.Rules.IsEmpty ? "" : " " + plan.Rules.Fingerprint;

    /// <summary>What the keys of all the day's objects begin with; keys of other days may begin with it, too.</summary>
    public string KeyStem => Key.EndsWith(Extension, StringComparison.Ordinal) ? Key[..^Extension.Length] : Key;

    private string Extension => "." + ArchiveLayout.ExtensionOf(plan.Format, plan.Compression);

    /// <summary>The key of one of several objects of a day that is kept split: <c>….part-00001.ndjson.gz</c>.</summary>
    public string PartKey(int number) =>
        earlier?.KeyOf(number) ?? string.Create(CultureInfo.InvariantCulture, $"{KeyStem}{PartMark}{number:D5}{Key[KeyStem.Length..]}");

    /// <summary>Whether a key is that of the day's object, or of one of several.</summary>
    public bool Owns(string key) => key == Key
        || (key.StartsWith(KeyStem + PartMark, StringComparison.Ordinal)
            && int.TryParse(key.AsSpan(KeyStem.Length + PartMark.Length, Math.Min(5, key.Length - KeyStem.Length - PartMark.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && key == PartKey(number));

    /// <summary>Whether what is packed replaces an archive, and waits until all of it is there to be compared.</summary>
    public bool Replaces => earlier is not null;

    /// <summary>The entity tag of the archived object that one under the key replaces; null where there is none.</summary>
    public string? ReplacedETag(string key) => earlier?.ETagOf(key);
}
