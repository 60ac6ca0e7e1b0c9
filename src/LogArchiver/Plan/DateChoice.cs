using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace LogArchiver.Plan;

/// <summary>Which dates a request means: one, a range, or some days back.</summary>
internal static class DateChoice
{
    /// <summary>The most dates one plan may hold: ten years, so that a mistyped year is seen before it costs a day of work.</summary>
    public const int MaxDays = 3660;

    // CloudWatch Logs opened in 2014 and takes events at most 14 days old: an older date is a mistyped year.
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <summary>The dates, oldest first; empty where a fault was found or the zone is unknown.</summary>
    public static IReadOnlyList<PlannedDate> Of(RequestJudge judge, DateTimeZone? zone, DateTimeOffset? scheduled, DateTimeOffset now)
    {
        var choice = new Choice(judge, zone, scheduled, now);
        var date = judge.Given(Settings.Date);
        var range = judge.Given(Settings.From) ?? judge.Given(Settings.To);
        var daysAgo = judge.Given(Settings.DaysAgo);
        if (new[] { date, range, daysAgo }.Count(given => given is not null) > 1)
        {
            return choice.RefuseMixture();
        }

        return date is not null ? choice.OneDate()
            : range is not null ? choice.Range()
            : choice.DaysBack();
    }

    /// <summary>Whether the dates count from the scheduled time, as a daily run's do, and none is named.</summary>
    public static bool IsDaily(RequestJudge judge) =>
        judge.Given(Settings.Date) is null && judge.Given(Settings.From) is null && judge.Given(Settings.To) is null;

    private readonly struct Choice(RequestJudge judge, DateTimeZone? zone, DateTimeOffset? scheduled, DateTimeOffset now)
    {
        public List<PlannedDate> RefuseMixture()
        {
            var values = judge;
            var given = Settings.Dates.Where(setting => values.Given(setting) is not null).ToList();
            judge.Refuse(given[^1], $"cannot stand beside {string.Join(", ", given.SkipLast(1).Select(values.Describe))}: "
                + "date, from and to, and daysAgo exclude one another.");
            return [];
        }

        public List<PlannedDate> OneDate() =>
            ReadDate(Settings.Date) is { } date ? Plan(Settings.Date, date, date) : [];

        public List<PlannedDate> Range()
        {
            RefuseHalf(Settings.From, Settings.To);
            RefuseHalf(Settings.To, Settings.From);
            var (from, to) = (ReadDate(Settings.From), ReadDate(Settings.To));
            if (from is not { } first || to is not { } last)
            {
                return [];
            }

            if (first > last)
            {
                judge.Refuse(Settings.From, $"is after {judge.Describe(Settings.To)}.");
                return [];
            }

            var days = last.DayNumber - first.DayNumber + 1;
            if (days > MaxDays)
            {
                judge.Refuse(Settings.From, $"and {judge.Describe(Settings.To)} span {days:N0} dates, more than {MaxDays:N0}.");
                return [];
            }

            return Plan(Settings.To, first, last);
        }

        public List<PlannedDate> DaysBack()
        {
            if (judge.Text(Settings.DaysAgo) is not { } text)
            {
                return [];
            }

            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > MaxDays)
            {
                judge.Refuse(Settings.DaysAgo, "is not a number of days.");
                return [];
            }

            if (days == 0)
            {
                judge.Refuse(Settings.DaysAgo, "is today, which is not over yet: a day is archived when it is over.");
                return [];
            }

            if (zone is null)
            {
                return [];
            }

            var date = DayWindows.DateAt(scheduled ?? now, zone).AddDays(-days);
            return Plan(Settings.DaysAgo, date, date);
        }

        private void RefuseHalf(Setting missing, Setting present)
        {
            if (judge.Given(missing) is null)
            {
                judge.Add(missing, $"is missing beside {judge.Describe(present)}.");
            }
        }

        private DateOnly? ReadDate(Setting setting)
        {
            if (judge.Text(setting) is not { } text)
            {
                return null;
            }

            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                judge.Refuse(setting, "is not a date of the calendar, written yyyy-MM-dd.");
                return null;
            }

            if (date < Earliest)
            {
                judge.Refuse(setting, $"is before {Earliest:yyyy-MM-dd}, and so older than any log.");
                return null;
            }

            return date;
        }

        private List<PlannedDate> Plan(Setting setting, DateOnly first, DateOnly last)
        {
            var dates = new List<PlannedDate>();
            if (zone is null)
            {
                return dates;
            }

            // Asked first, because the calendar itself ends in 9999.
            var today = DayWindows.DateAt(now, zone);
            if (last > today)
            {
                RefuseUnfinished(setting, $"{last:yyyy-MM-dd} lies in the future: in {zone.Id} it is {today:yyyy-MM-dd}.");
                return dates;
            }

            for (var date = first; date <= last; date = date.AddDays(1))
            {
                // A date the zone left out holds no time: the range goes on at the next, and nothing is lost.
                if (DayWindows.TryOf(date, zone) is { } window)
                {
                    dates.Add(new PlannedDate(date, window));
                }
            }

            if (dates.Count == 0)
            {
                judge.Refuse(setting, $"does not exist in {zone.Id}: the zone crossed the date line and left the date out.");
            }
            else if (dates[^1].Window.End > now)
            {
                RefuseUnfinished(setting, $"in {zone.Id} {last:yyyy-MM-dd} is not over before {Clock.Text(dates[^1].Window.End, zone)}, "
                    + $"in {Clock.Text(dates[^1].Window.End - now)}.");
                dates.Clear();
            }

            return dates;
        }

        private void RefuseUnfinished(Setting setting, string reason) => judge.Refuse(setting, "is too late: " + reason
            + (setting == Settings.DaysAgo && scheduled is { } from ? $" It is counted from the scheduled time, {Clock.Text(from, DateTimeZone.Utc)}." : ""));
    }

    /// <summary>Times as people read them, to the minute.</summary>
    private static class Clock
    {
        private static readonly OffsetDateTimePattern Pattern =
            OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm' ('o<+HH:mm>')'");

        /// <summary>Such as <c>2026-11-21 00:00 (+09:00)</c> or <c>2026-11-21 00:00 UTC</c>.</summary>
        public static string Text(DateTimeOffset instant, DateTimeZone zone) => zone.Id == DateTimeZone.Utc.Id
            ? instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
            : Pattern.Format(Instant.FromDateTimeOffset(instant).InZone(zone).ToOffsetDateTime());

        /// <summary>Such as <c>8 h 5 min</c>; what is begun of a minute counts as one.</summary>
        public static string Text(TimeSpan time)
        {
            var minutes = (long)Math.Ceiling(time.TotalMinutes);
            return minutes < 60 ? $"{minutes} min" : $"{minutes / 60} h {minutes % 60} min";
        }
    }
}
