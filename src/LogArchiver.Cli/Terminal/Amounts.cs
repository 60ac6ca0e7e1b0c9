using System.Globalization;

namespace LogArchiver.Cli.Terminal;

/// <summary>Numbers as people read them. Pure.</summary>
internal static class Amounts
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>Such as <c>24,011</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>4.3 MB</c>, in powers of 1000: three digits at most.</summary>
    public static string Bytes(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var digits = unit == 0 || value >= 99.95 ? "0" : "0.0";
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>How many times smaller, such as <c>8.1×</c>; a dash where nothing is stored.</summary>
    public static string Ratio(long raw, long stored) =>
        stored == 0 ? "–" : $"{((double)raw / stored).ToString("0.0", CultureInfo.InvariantCulture)}×";

    /// <summary>Such as <c>0.4 s</c> or <c>2 min 5 s</c>.</summary>
    public static string Seconds(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
        : $"{(int)time.TotalMinutes} min {time.Seconds} s";

    /// <summary>A time that is estimated, such as <c>12 s</c>, <c>5 min</c> or <c>3.5 h</c>: no finer than it is known.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 90 => $"{Math.Ceiling(seconds).ToString("0", CultureInfo.InvariantCulture)} s",
        < 5400 => $"{Math.Ceiling(seconds / 60).ToString("0", CultureInfo.InvariantCulture)} min",
        _ => $"{(seconds / 3600).ToString("#,0.0", CultureInfo.InvariantCulture)} h",
    };

    /// <summary>Such as <c>1 day</c> or <c>3 days</c>.</summary>
    public static string Of(long count, string one, string? many = null) =>
        $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";
}
