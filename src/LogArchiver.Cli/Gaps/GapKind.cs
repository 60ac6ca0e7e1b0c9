using LogArchiver.Cli.Terminal;
using LogArchiver.Gaps;

namespace LogArchiver.Cli.Gaps;

/// <summary>What is told of a gap.</summary>
/// <param name="State">What the day lacks.</param>
/// <param name="CanBeRepaired">Whether that can be mended.</param>
internal sealed record GapKind(GapState State, bool CanBeRepaired)
{
    /// <summary>The gaps of a group in as few stretches as they allow, oldest first. Pure.</summary>
    /// <param name="gaps">The gaps, oldest first.</param>
    public static IReadOnlyList<DateStretch<GapKind>> Stretches(IReadOnlyList<Gap> gaps) =>
        DateStretches.Of(gaps.Select(gap => (gap.Date, new GapKind(gap.State, gap.CanBeRepaired))));
}
