using System.Runtime.InteropServices;

namespace LogArchiver.WholeRun.Results;

/// <summary>Pages that were answered to the function, looked at every now and then while it ran.</summary>
internal sealed class ReadingRate
{
    /// <summary>Left out at the beginning, where a burst is allowed; long readings alone are judged.</summary>
    private const double BurstSeconds = 3;

    private readonly List<Look> looks = [];

    /// <summary>Notes the pages answered so far.</summary>
    public void Add(double seconds, long pages) => looks.Add(new Look(seconds, pages));

    /// <summary>Pages a second between two moments, from shortly after the first page to the last of that time; null
    /// when that is too short to say.</summary>
    public double? Between(double from, double until)
    {
        var during = looks.Where(look => look.Seconds >= from && look.Seconds <= until).ToList();
        var begun = during.Find(look => look.Pages > 0).Seconds;
        var first = during.FindIndex(look => look.Seconds >= begun + BurstSeconds);
        var last = during.Count == 0 ? -1 : during.FindIndex(look => look.Pages == during[^1].Pages);
        return first >= 0 && last > first ? (during[last].Pages - during[first].Pages) / (during[last].Seconds - during[first].Seconds) : null;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Look(double Seconds, long Pages);
}
