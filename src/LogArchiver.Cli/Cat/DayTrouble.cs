using LogArchiver.Cli.Terminal;
using LogArchiver.Cli.Verify;
using LogArchiver.Readback;
using LogArchiver.Seal;

namespace LogArchiver.Cli.Cat;

/// <summary>What is wrong with a day that was printed. Of a day that is rubbish from end to end only the beginning is kept.</summary>
internal sealed class DayTrouble
{
    private const int MostTold = 5;

    private readonly List<Damage> told = [];
    private long more;

    /// <summary>Whether anything is.</summary>
    public bool IsThere => told.Count > 0;

    /// <summary>Takes note.</summary>
    public void Add(Damage damage)
    {
        if (told.Count < MostTold)
        {
            told.Add(damage);
        }
        else
        {
            more++;
        }
    }

    /// <summary>In words, with where it is and what to do.</summary>
    public string Text(Manifest manifest, string bucket)
    {
        IEnumerable<string> lines =
        [
            $"The archive of {manifest.Group} {manifest.Date:yyyy-MM-dd} is damaged. What can be read of it was printed.",
            .. told.SelectMany(damage => (string[])[$"  {damage.Text}", .. damage.Key is { } key ? (string[])[$"    s3://{bucket}/{key}"] : []]),
            .. more > 0 ? (string[])[$"  … and {Amounts.Count(more)} more"] : [],
            $"  Fix: {DamageAdvice.OfObjects}",
            "  'logarchiver verify' with the same options tells all that differs.",
        ];
        return string.Join('\n', lines);
    }
}
