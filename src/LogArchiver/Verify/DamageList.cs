using LogArchiver.Readback;

namespace LogArchiver.Verify;

/// <summary>Damage as it is found, each once, and not more of it than anyone reads: a file whose lines were shuffled has as much as it has
/// lines.</summary>
internal sealed class DamageList
{
    /// <summary>Most of one kind in one object.</summary>
    public const int MostAlike = 3;

    /// <summary>Most of a day: a few objects with everything wrong.</summary>
    public const int Most = 60;

    private readonly List<Damage> found = [];

    /// <summary>How many were not kept.</summary>
    public long LeftOut { get; private set; }

    /// <summary>What was kept, the gravest kind first; as found within a kind.</summary>
    public IReadOnlyList<Damage> All => [.. found.OrderBy(one => one.Kind)];

    /// <summary>Takes it, unless it is there already, or so much like it.</summary>
    public void Add(Damage damage)
    {
        if (found.Contains(damage))
        {
            return;
        }

        if (found.Count >= Most || found.Count(one => one.Kind == damage.Kind && one.Key == damage.Key) >= MostAlike)
        {
            LeftOut++;
            return;
        }

        found.Add(damage);
    }
}
