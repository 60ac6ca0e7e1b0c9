using System.Globalization;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Gaps;

/// <summary>Which dates to look at: those named, or so many up to yesterday. Pure.</summary>
internal static class GapRange
{
    /// <summary>The dates to look at where nobody says which: as far back as the retention of a month reaches.</summary>
    public const int UsualDays = 30;

    private const string Origin = "option --days";

    /// <summary>The plan for the dates.</summary>
    /// <param name="request">What was asked for, dates included where any were named.</param>
    /// <param name="days">What was given as <c>--days</c>; null when nothing was.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="BadRequestException">Something in it is wrong.</exception>
    /// <exception cref="CommandException">The days are.</exception>
    public static ArchivePlan Plan(ArchiveRequest request, string? days, DateTimeOffset now)
    {
        if (days is null && IsNamed(request))
        {
            return Planner.Plan(request, now);
        }

        if (days is not null && Settings.Dates.FirstOrDefault(setting => IsOption(request, setting)) is { } named)
        {
            throw CommandException.BadInput($"--days: \"{days}\" cannot stand beside {named.OptionName}: name the dates, or their number.");
        }

        var count = Count(days);
        var yesterday = Planner.Plan(request.OverriddenBy(Only((Settings.DaysAgo, "1"))), now).Dates[^1].Date;
        var range = Only((Settings.From, Text(yesterday.AddDays(1 - count))), (Settings.To, Text(yesterday)));
        return Planner.Plan(request.OverriddenBy(range), now);
    }

    private static bool IsNamed(ArchiveRequest request) =>
        request.Values.ContainsKey(Settings.From.Name) || request.Values.ContainsKey(Settings.To.Name);

    private static bool IsOption(ArchiveRequest request, Setting setting) =>
        request.Values.TryGetValue(setting.Name, out var given) && given.Origin == setting.OptionOrigin;

    private static int Count(string? days)
    {
        if (days is null)
        {
            return UsualDays;
        }

        return int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= Settings.MaxDates
            ? count
            : throw CommandException.BadInput($"--days: \"{days}\" is not a number of days.\n  Accepted: a whole number from 1 to {Settings.MaxDates:N0}, without commas");
    }

    private static ArchiveRequest Only(params ReadOnlySpan<(Setting Setting, string Text)> given)
    {
        var values = new Dictionary<string, GivenValue>(StringComparer.Ordinal);
        foreach (var (setting, text) in given)
        {
            values[setting.Name] = new GivenValue([text], Origin);
        }

        return new ArchiveRequest { Values = values };
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
