using LogArchiver.Outcome;
using LogArchiver.Readback;

namespace LogArchiver.Verify;

/// <summary>What verifying one day of one group came to.</summary>
public sealed record DayVerification
{
    /// <summary>The group's name.</summary>
    public required string Group { get; init; }

    /// <summary>The date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The key of its manifest, whether it is there or not.</summary>
    public required string ManifestKey { get; init; }

    /// <summary>What it came to.</summary>
    public required DayVerdict Verdict { get; init; }

    /// <summary>What is stored otherwise than the manifest says, the gravest first.</summary>
    public IReadOnlyList<Damage> Damage { get; init; } = [];

    /// <summary>How many more there were: of each kind only the first few are named.</summary>
    public long DamageLeftOut { get; init; }

    /// <summary>How it differs from what CloudWatch has; null where that was not asked, or not looked at.</summary>
    public SourceComparison? Source { get; init; }

    /// <summary>Why it could not be checked; null where it could.</summary>
    public DayFault? Fault { get; init; }

    /// <summary>Events, as the manifest has them; 0 without one.</summary>
    public long Events { get; init; }

    /// <summary>Bytes of the lines, as the manifest has them.</summary>
    public long RawBytes { get; init; }

    /// <summary>Bytes of the objects, as the manifest has them.</summary>
    public long StoredBytes { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>What verifying a day can come to.</summary>
public enum DayVerdict
{
    /// <summary>Everything that was looked at agrees.</summary>
    Right,

    /// <summary>Something does not agree.</summary>
    Differs,

    /// <summary>There is no manifest, and so no archive to check.</summary>
    NotArchived,

    /// <summary>It could not be checked, for the reason given.</summary>
    Unchecked,
}

/// <summary>What verifying came to as a whole.</summary>
public sealed record Verification
{
    /// <summary>The days, by group and date.</summary>
    public required IReadOnlyList<DayVerification> Days { get; init; }

    /// <summary>What a person should know beside: names and patterns that chose nothing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How many days came to this.</summary>
    public int Count(DayVerdict verdict) => Days.Count(day => day.Verdict == verdict);

    /// <summary>0 when every day is right, 1 when one differs, 3 when none does but one could not be checked, or there was none to check.</summary>
    public int ExitCode =>
        Count(DayVerdict.Differs) > 0 ? Outcome.Verdict.Failed.ExitCode()
        : Days.Count > 0 && Count(DayVerdict.Right) == Days.Count ? Outcome.Verdict.Done.ExitCode()
        : Outcome.Verdict.PartlyDone.ExitCode();
}

/// <summary>How far verifying is.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Date">The date.</param>
/// <param name="Doing">What is being done, such as <c>reading the archive</c>.</param>
/// <param name="Events">Events seen so far.</param>
/// <param name="OfEvents">Events there should be.</param>
public sealed record VerifyProgress(string Group, DateOnly Date, string Doing, long Events, long OfEvents);
