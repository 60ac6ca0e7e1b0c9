using LogArchiver.Cli.Terminal;
using LogArchiver.Cli.Verify;
using LogArchiver.Readback;
using LogArchiver.Seal;

namespace LogArchiver.Cli.Cat;

/// <summary>What is wrong with a day that was printed. Of each kind the first is kept for each object, and the others are counted: a
/// day may be rubbish from end to end.</summary>
internal sealed class DayTrouble
{
    /// <summary>Objects of a day that are told of; it has more than one only where it is beyond the largest object to write.</summary>
    private const int MostObjects = 5;

    private readonly Dictionary<(string? Key, DamageKind Kind), (Damage First, long Count)> found = [];

    /// <summary>Whether anything is.</summary>
    public bool IsThere => found.Count > 0;

    /// <summary>Takes note.</summary>
    public void Add(Damage damage)
    {
        var kind = (damage.Key, damage.Kind);
        found[kind] = found.TryGetValue(kind, out var alike) ? (alike.First, alike.Count + 1) : (damage, 1);
    }

    /// <summary>In words, with where it is and what to do.</summary>
    public string Text(Manifest manifest, string bucket)
    {
        var objects = found.Values.GroupBy(one => one.First.Key).ToArray();
        var lines = new List<string> { $"The archive of {manifest.Group} {manifest.Date:yyyy-MM-dd} is damaged. What can be read of it was printed." };
        foreach (var alike in objects.Take(MostObjects))
        {
            lines.AddRange(alike.Select(one => $"  {one.First.Text}{(one.Count > 1 ? $"; and {Amounts.Count(one.Count - 1)} more" : "")}"));
            if (alike.Key is { } key)
            {
                lines.Add($"    s3://{bucket}/{key}");
            }
        }

        if (objects.Length > MostObjects)
        {
            lines.Add($"  … and the same or other things in {Amounts.Of(objects.Length - MostObjects, "more object")}");
        }

        lines.Add($"  Fix: {DamageAdvice.OfObjects}");
        lines.Add("  'logarchiver verify' with the same options tells all that differs.");
        return string.Join('\n', lines);
    }
}
