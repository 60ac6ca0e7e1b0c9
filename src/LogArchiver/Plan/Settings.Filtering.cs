using LogArchiver.Filter;

namespace LogArchiver.Plan;

/// <content>Settings that say which events.</content>
public static partial class Settings
{
    /// <summary>Which events.</summary>
    public static readonly Setting IncludeEvents = new()
    {
        Name = "includeEvents",
        EnvironmentName = "LOGARCHIVER_INCLUDE_EVENTS",
        OptionName = "--include-events",
        ValueName = "RULE",
        Kind = SettingKind.Rules,
        Summary = "Archive only the events that one of these rules matches: a pattern on the message, or a test such as $.level = ERROR.",
        Accepted = AcceptedRules,
    };

    /// <summary>Which events to drop.</summary>
    public static readonly Setting ExcludeEvents = new()
    {
        Name = "excludeEvents",
        EnvironmentName = "LOGARCHIVER_EXCLUDE_EVENTS",
        OptionName = "--exclude-events",
        ValueName = "RULE",
        Kind = SettingKind.Rules,
        Summary = "Drop the events that one of these rules matches, and count them in the manifest.",
        Accepted = AcceptedRules,
    };

    /// <summary>Which events never to drop.</summary>
    public static readonly Setting KeepEvents = new()
    {
        Name = "keepEvents",
        EnvironmentName = "LOGARCHIVER_KEEP_EVENTS",
        OptionName = "--keep-events",
        ValueName = "RULE",
        Kind = SettingKind.Rules,
        Summary = "Never drop an event that one of these rules matches, whatever the other two say.",
        Accepted = AcceptedRules,
    };

    private static string AcceptedRules =>
        "rules such as ELB-HealthChecker, GET /health.* 200 or $.path = /health; a list in a payload, one a line or a JSON array "
        + $"in the environment; at most {EventRules.MaxRules} in all, of at most {EventRules.MaxRuleLength} characters each";
}
