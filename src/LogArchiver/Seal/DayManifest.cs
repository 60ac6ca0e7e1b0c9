using System.Reflection;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Read;
using LogArchiver.Upload;

namespace LogArchiver.Seal;

/// <summary>Makes the manifest of a day that has been packed.</summary>
internal static class DayManifest
{
    private static readonly string Writer =
        "LogArchiver " + typeof(DayManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>What was packed.</summary>
    /// <param name="day">The day.</param>
    /// <param name="plan">The plan by which it was packed.</param>
    /// <param name="now">When it was read.</param>
    /// <param name="work">The finished work.</param>
    public static Manifest Of(GroupDay day, ArchivePlan plan, DateTimeOffset now, DayWork work) =>
        Of(day, plan, now, work.Objects, work.Requests, work.Reader);

    /// <summary>What was packed.</summary>
    /// <param name="day">The day.</param>
    /// <param name="plan">The plan by which it was packed.</param>
    /// <param name="now">When it was read.</param>
    /// <param name="packed">Its objects, all of them finished.</param>
    /// <param name="requests">The requests that it took.</param>
    /// <param name="reader">The reader that was used last.</param>
    public static Manifest Of(
        GroupDay day, ArchivePlan plan, DateTimeOffset now, DayObjects packed, RequestCounts requests, ReaderKind reader)
    {
        var (totals, objects) = (packed.Totals, packed.Finished);
        return new Manifest
        {
            FormatVersion = Manifest.CurrentFormatVersion,
            Writer = Writer,
            Group = day.Group.Name,
            GroupArn = day.Group.Arn,
            Date = day.Date,
            TimeZone = plan.TimeZone,
            Start = day.Window.Start,
            End = day.Window.End,
            Format = plan.Format.Word(),
            Compression = plan.Compression.Word(),
            Events = totals.Events,
            Lines = totals.Lines,
            Streams = totals.Streams,
            StreamsExact = totals.StreamsExact,
            FirstTimestamp = totals.FirstMs is { } first ? DateTimeOffset.FromUnixTimeMilliseconds(first) : null,
            LastTimestamp = totals.LastMs is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
            RawBytes = totals.RawBytes,
            RawSha256 = packed.RawSha256,
            StoredBytes = objects.Sum(one => one.Bytes),
            Merged = objects.Count <= 1,
            Objects = objects,
            Filters = ManifestFilters.Of(plan.Rules, totals.Dropped),
            DroppedEvents = totals.DroppedEvents,

            // Read when no more events can arrive, it is final at once.
            Settled = day.Purpose == DayPurpose.Settle,
            RetentionReached = Readability.RetentionReached(day, now),
            Reading = new ManifestReading
            {
                Reader = reader.Word(),
                Pages = totals.Pages,
                Requests = requests.ByOperation,
                Throttles = requests.Throttles,
                Retries = requests.Retries,
            },
        };
    }
}
