namespace LogArchiver.Plan;

/// <content>Settings that say which days.</content>
public static partial class Settings
{
    /// <summary>Whose midnights cut the days.</summary>
    public static readonly Setting TimeZone = new()
    {
        Name = "timeZone",
        EnvironmentName = "LOGARCHIVER_TIME_ZONE",
        OptionName = "--time-zone",
        ValueName = "ZONE",
        Summary = "Time zone whose midnights cut the days.",
        Default = "UTC",
        Accepted = "the IANA name of a time zone, such as UTC, Europe/Berlin or Asia/Seoul",
    };

    /// <summary>One date.</summary>
    public static readonly Setting Date = new()
    {
        Name = "date",
        EnvironmentName = "LOGARCHIVER_DATE",
        OptionName = "--date",
        ValueName = "DATE",
        Summary = "The one date to archive.",
        Accepted = AcceptedDate,
    };

    /// <summary>The first date of a range.</summary>
    public static readonly Setting From = new()
    {
        Name = "from",
        EnvironmentName = "LOGARCHIVER_FROM",
        OptionName = "--from",
        ValueName = "DATE",
        Summary = "First date of a range to archive.",
        Accepted = $"{AcceptedDate}; together with to, not after it, and at most {DateChoice.MaxDays:N0} dates in all",
    };

    /// <summary>The last date of a range.</summary>
    public static readonly Setting To = new()
    {
        Name = "to",
        EnvironmentName = "LOGARCHIVER_TO",
        OptionName = "--to",
        ValueName = "DATE",
        Summary = "Last date of a range to archive, itself included.",
        Accepted = $"{AcceptedDate}; together with from, not before it",
    };

    /// <summary>How many days back.</summary>
    public static readonly Setting DaysAgo = new()
    {
        Name = "daysAgo",
        EnvironmentName = "LOGARCHIVER_DAYS_AGO",
        OptionName = "--days-ago",
        ValueName = "DAYS",
        Kind = SettingKind.Number,
        Summary = "How many days back the date to archive lies, from the scheduled time: 1 is yesterday.",
        Default = "1",
        Accepted = $"a whole number from 1 to {DateChoice.MaxDays:N0}, without commas",
    };

    /// <summary>How far a daily run looks back for days without a seal.</summary>
    public static readonly Setting CatchUpDays = new()
    {
        Name = "catchUpDays",
        EnvironmentName = "LOGARCHIVER_CATCH_UP_DAYS",
        OptionName = "--catch-up-days",
        ValueName = "N",
        Kind = SettingKind.Number,
        Summary = "How many days before that date to archive as well where they were missed; 0 for none. Not with date, from and to.",
        Default = "3",
        Accepted = AcceptedLookBack,
    };

    /// <summary>When a day is read again.</summary>
    public static readonly Setting SettleAfterDays = new()
    {
        Name = "settleAfterDays",
        EnvironmentName = "LOGARCHIVER_SETTLE_AFTER_DAYS",
        OptionName = "--settle-after-days",
        ValueName = "N",
        Kind = SettingKind.Number,
        Summary = "How many days after its end to read a day again for late events, or the last day before retention takes it; 0 for never.",
        Default = "14",
        Accepted = AcceptedLookBack,
    };

    /// <summary>The most dates that one plan may hold.</summary>
    public const int MaxDates = DateChoice.MaxDays;

    /// <summary>The most days that a daily run may be told to look back, for each purpose: each costs a request for each group.</summary>
    internal const int MaxLookBackDays = 30;

    private const string AcceptedLookBack = "a whole number of days from 0 (never) to 30";

    private const string AcceptedDate = "a date that is over, as yyyy-MM-dd, such as 2026-11-19";
}
