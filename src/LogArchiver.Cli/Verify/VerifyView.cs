using LogArchiver.Cli.Terminal;
using LogArchiver.Outcome;
using LogArchiver.Readback;
using LogArchiver.Verify;

namespace LogArchiver.Cli.Verify;

/// <summary>Shows what verifying came to: a row for each day, then whatever is not right, day by day.</summary>
internal static class VerifyView
{
    private static readonly TextColumn[] Columns =
    [
        new("Group"), new("Day"), new("Verdict"), new("Events", IsNumber: true), new("Raw", IsNumber: true, IsExpendable: true),
        new("Stored", IsNumber: true, IsExpendable: true),
    ];

    /// <summary>Writes it on standard output.</summary>
    public static void Write(Screen screen, string bucket, Verification verification)
    {
        if (verification.Days.Count > 0)
        {
            TableOf(verification).Write(screen.Rich);
        }

        foreach (var day in verification.Days.Where(day => day.Verdict != DayVerdict.Right || day.Source is { OnlyInArchive: > 0 }))
        {
            Ink.Write(screen.Rich, Tone.Strong, $"{day.Group} {day.Date:yyyy-MM-dd}: {Word(day.Verdict)}");
            WriteFault(screen, bucket, day);
            WriteDamage(screen, bucket, day);
            if (day.Source is not null)
            {
                SourceView.Write(screen, day.Source);
            }
        }

        Ink.Say(screen.Rich, verification.ExitCode == 0 ? Tone.Good : Tone.Warning, Conclusion(verification));
    }

    /// <summary>A verdict as people say it.</summary>
    internal static string Word(DayVerdict verdict) => verdict switch
    {
        DayVerdict.Right => "right",
        DayVerdict.Differs => "differs",
        DayVerdict.NotArchived => "not archived",
        _ => "could not be checked",
    };

    /// <summary>All of it in a sentence.</summary>
    internal static string Conclusion(Verification verification)
    {
        if (verification.Days.Count == 0)
        {
            return "Nothing in the archive was chosen: nothing was verified.";
        }

        var verdicts = Enum.GetValues<DayVerdict>().Where(verdict => verification.Count(verdict) > 0)
            .Select(verdict => $"{Amounts.Count(verification.Count(verdict))} {Word(verdict)}");
        return $"{Amounts.Of(verification.Days.Count, "day")}: {string.Join(", ", verdicts)}.";
    }

    private static void WriteFault(Screen screen, string bucket, DayVerification day)
    {
        if (day.Fault is { } fault)
        {
            Ink.Say(screen.Rich, Tone.Plain, $"  {fault.Cause}{FailureReport.Source(fault.Code, fault.RequestId, fault.Cause)}");
            Ink.Write(screen.Rich, Tone.Faint, $"  manifest: s3://{bucket}/{day.ManifestKey}");
            if (fault.Fix is not null)
            {
                Ink.Say(screen.Rich, Tone.Plain, $"  Fix: {fault.Fix}");
            }
        }
    }

    private static void WriteDamage(Screen screen, string bucket, DayVerification day)
    {
        foreach (var damage in day.Damage)
        {
            Ink.Say(screen.Rich, Tone.Bad, $"  {damage.Text}");
            if (damage.Key is not null)
            {
                Ink.Write(screen.Rich, Tone.Faint, $"    s3://{bucket}/{damage.Key}");
            }
        }

        if (day.DamageLeftOut > 0)
        {
            Ink.Write(screen.Rich, Tone.Bad, $"  … and {Amounts.Count(day.DamageLeftOut)} more of these kinds");
        }

        if (DamageAdvice.For(day) is { } advice)
        {
            Ink.Say(screen.Rich, Tone.Plain, $"  Fix: {advice}");
        }
    }

    private static TextTable TableOf(Verification verification)
    {
        var rows = verification.Days.Select(day => (IReadOnlyList<string>)
        [
            day.Group,
            $"{day.Date:yyyy-MM-dd}",
            Word(day.Verdict),
            Amounts.Count(day.Events),
            Amounts.Bytes(day.RawBytes),
            Amounts.Bytes(day.StoredBytes),
        ]).ToArray();
        IReadOnlyList<string>? total = rows.Length < 2 ? null :
        [
            "Total", "", "", Amounts.Count(verification.Days.Sum(day => day.Events)), Amounts.Bytes(verification.Days.Sum(day => day.RawBytes)),
            Amounts.Bytes(verification.Days.Sum(day => day.StoredBytes)),
        ];
        return new TextTable(Columns, rows, total);
    }
}

/// <summary>What to do about damage. Pure.</summary>
internal static class DamageAdvice
{
    /// <summary>What to do where the objects of a day are not what its manifest says.</summary>
    public const string OfObjects =
        "Where the bucket keeps versions, bring back the one that LogArchiver wrote. Otherwise move the day's objects and its manifest away and "
        + "archive the day again, while CloudWatch still has its events.";

    /// <summary>A sentence or two; null where nothing is damaged, or a fault has its own.</summary>
    public static string? For(DayVerification day) =>
        day.Verdict != DayVerdict.Differs || day.Damage.Count == 0 ? null
        : day.Damage.All(one => one.Kind == DamageKind.Unnamed)
            ? "Move the objects away that the manifest does not name, or whoever reads all objects of the day reads events twice."
        : day.Damage.All(one => one.Kind == DamageKind.Manifest)
            ? "Somebody changed the manifest, or moved it. Where the bucket keeps versions, bring back the one that LogArchiver wrote."
        : OfObjects;
}
