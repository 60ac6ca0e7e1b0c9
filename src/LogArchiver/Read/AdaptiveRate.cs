using System.Runtime.InteropServices;

namespace LogArchiver.Read;

/// <summary>A request rate that feels its way: up a little with every success, down by a good part when throttled. Many who share a
/// quota and all do this come to share it evenly. A value: each step gives the next rate.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="Ceiling">Never more than this: our share of the quota.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AdaptiveRate(double PerSecond, double Ceiling)
{
    /// <summary>What a throttle leaves of the rate.</summary>
    public const double KeptAfterThrottle = 0.7;

    /// <summary>By how much the rate rises in each second of requests without a throttle.</summary>
    public const double GainPerSecond = 0.25;

    /// <summary>Never less than this, so that a day goes on however busy the account is.</summary>
    public const double Floor = 0.5;

    /// <summary>Throttles that come so soon after the last cut answer requests sent before it, and say nothing new.</summary>
    public static readonly TimeSpan BetweenCuts = TimeSpan.FromSeconds(1);

    /// <summary>The rate to begin with: all that may be.</summary>
    public static AdaptiveRate UpTo(double ceiling) => new(Math.Max(Floor, ceiling), Math.Max(Floor, ceiling));

    /// <summary>The rate after a request that was not throttled.</summary>
    public AdaptiveRate AfterSuccess() => this with { PerSecond = Math.Min(Ceiling, PerSecond + (GainPerSecond / PerSecond)) };

    /// <summary>The rate after a throttle.</summary>
    /// <param name="sinceLastCut">How long ago the rate was last cut; null when it never was.</param>
    public AdaptiveRate AfterThrottle(TimeSpan? sinceLastCut) => sinceLastCut < BetweenCuts
        ? this
        : this with { PerSecond = Math.Max(Floor, PerSecond * KeptAfterThrottle) };
}
