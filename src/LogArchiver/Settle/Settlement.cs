using LogArchiver.Readback;
using LogArchiver.Seal;

namespace LogArchiver.Settle;

/// <summary>What becomes of a sealed day that was read again.</summary>
internal enum Change
{
    /// <summary>Nothing: it has all there is.</summary>
    None,

    /// <summary>It is written again, with the events that came late.</summary>
    Replace,

    /// <summary>It stays as it is, though events may have come late: putting the two together could lose some.</summary>
    Keep,
}

/// <summary>Decides what becomes of a sealed day that was read again, and makes its manifest. Pure.</summary>
/// <param name="Change">What becomes of it.</param>
/// <param name="Manifest">The manifest it will have.</param>
/// <param name="LateEvents">Events that came late and are added.</param>
internal sealed record Settlement(Change Change, Manifest Manifest, long LateEvents)
{
    /// <summary>Decides.</summary>
    /// <param name="archive">The archive as it is stored.</param>
    /// <param name="packed">The manifest of what was packed now: both together, or what the source has.</param>
    /// <param name="tally">What reading came to.</param>
    /// <param name="isKept">Whether everything that the archive has is in what was packed.</param>
    /// <param name="settles">Whether the day is final with this.</param>
    /// <exception cref="DamagedArchiveException">The archive is not what its manifest says.</exception>
    public static Settlement Of(EarlierArchive archive, Manifest packed, SettleTally tally, bool isKept, bool settles)
    {
        var before = archive.Manifest;
        var late = packed.Events - before.Events;
        var hasEvents = before.Format == "ndjson";
        if (hasEvents && (late < 0 || (archive.IsAsSealed && late != tally.Late)))
        {
            throw Damaged(DamageKind.Events, $"{before.Events:N0} events", $"{packed.Events - tally.Late:N0}");
        }

        if (!isKept || late < 0 || packed.Objects.Count < before.Objects.Count)
        {
            return archive.IsAsSealed
                ? new Settlement(Change.Keep, before with { Settled = settles, MayLackLateEvents = true, Next = null }, 0)
                : throw Damaged(DamageKind.Lines, "lines that the source still has", "others, left by a run that did not end");
        }

        if (archive.IsAsSealed && late == 0 && packed.Lines == before.Lines)
        {
            RequireSame(before, packed);
            return new Settlement(Change.None, before with { Settled = settles, GoneFromSource = tally.Gone, Next = null }, 0);
        }

        return new Settlement(Change.Replace, Replacement(archive, packed, tally, settles), late);
    }

    private static Manifest Replacement(EarlierArchive archive, Manifest packed, SettleTally tally, bool settles)
    {
        var before = archive.Manifest;

        // What an interrupted writing had put into an object already is no longer late to this one, but was to the version before.
        var interrupted = archive.IsAsSealed || before.Next is not { Versions: [.., var announced] } ? null : announced;
        return packed with
        {
            TimeZone = before.TimeZone,
            RetentionReached = before.RetentionReached,
            Settled = settles,
            GoneFromSource = tally.Gone,
            Versions =
            [
                .. before.Versions,
                new ManifestVersion
                {
                    Events = before.Events,
                    Lines = before.Lines,
                    RawBytes = before.RawBytes,
                    RawSha256 = before.RawSha256,
                    LateEvents = packed.Events - before.Events,
                    FirstLateIngestion = First(interrupted?.FirstLateIngestion, Instant(tally.FirstLateMs)),
                    LastLateIngestion = Last(interrupted?.LastLateIngestion, Instant(tally.LastLateMs)),
                    GoneFromSource = tally.Gone,
                },
            ],
        };
    }

    private static DateTimeOffset? First(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    private static DateTimeOffset? Last(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    private static void RequireSame(Manifest before, Manifest packed)
    {
        if (before.RawBytes != packed.RawBytes)
        {
            throw Damaged(DamageKind.RawBytes, $"{before.RawBytes:N0} bytes of lines", $"{packed.RawBytes:N0}");
        }

        if (before.RawSha256 is { } promised && packed.RawSha256 is { } found && promised != found)
        {
            throw Damaged(DamageKind.RawSha256, promised, found);
        }
    }

    private static DateTimeOffset? Instant(long? milliseconds) =>
        milliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    private static DamagedArchiveException Damaged(DamageKind kind, string expected, string found) =>
        new(new Damage(kind, null, expected, found));
}
