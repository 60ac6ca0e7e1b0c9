namespace LogArchiver.Verify;

/// <summary>A day that is to be verified.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="AccountId">The account it belongs to; null for the archiver's own.</param>
/// <param name="Arn">The ARN by which it was asked for; null for a name.</param>
/// <param name="Date">The date.</param>
/// <param name="ManifestKey">Where its manifest lies, or would.</param>
/// <param name="HasManifest">Whether it is there.</param>
internal sealed record DayToVerify(string Group, string? AccountId, string? Arn, DateOnly Date, string ManifestKey, bool HasManifest);

/// <summary>The days chosen.</summary>
/// <param name="Days">By group and date.</param>
/// <param name="Warnings">Names and patterns that chose nothing.</param>
internal sealed record DaysToVerify(IReadOnlyList<DayToVerify> Days, IReadOnlyList<string> Warnings);
