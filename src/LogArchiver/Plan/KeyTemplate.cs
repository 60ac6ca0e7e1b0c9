using System.Globalization;
using System.Text.RegularExpressions;

namespace LogArchiver.Plan;

/// <summary>The key of a file below the prefix, with places to fill.</summary>
internal static partial class KeyTemplate
{
    /// <summary>Where Athena and Hive find partitions: <c>group=…/dt=…</c>.</summary>
    public const string Default = "group={group}/dt={date}/{group}_{date}.{extension}";

    private static readonly string[] Placeholders = ["group", "date", "yyyy", "MM", "dd", "extension"];

    /// <summary>Why the template does not do; null when it does.</summary>
    public static string? ProblemWith(string template)
    {
        var names = Placeholder().Matches(template).Select(match => match.Groups["name"].Value).ToList();
        var literal = Placeholder().Replace(template, "x");
        return template.Length == 0 ? "is empty."
            : names.Except(Placeholders, StringComparer.Ordinal).FirstOrDefault() is { } unknown
                ? $"holds {{{unknown}}}, which stands for nothing{Nearest.Hint(Nearest.Of(unknown, Placeholders))}"
            : literal.Contains('{') || literal.Contains('}') ? "holds a brace that belongs to no placeholder."
            : !names.Contains("group") ? "lacks {group}: the files of two groups would have one key."
            : !names.Contains("date") && !(names.Contains("yyyy") && names.Contains("MM") && names.Contains("dd"))
                ? "lacks {date}: the files of two days would have one key."
            : template.StartsWith(ArchiveLayout.ManifestFolder, StringComparison.Ordinal)
                ? $"begins with {ArchiveLayout.ManifestFolder}, where the manifests are."
            : literal.EndsWith('/') ? "ends with a /."
            : KeyPath.ProblemWith(literal);
    }

    /// <summary>The key.</summary>
    /// <param name="template">A template without a problem.</param>
    /// <param name="group">The group as it stands in keys.</param>
    /// <param name="date">The date; null leaves the template cut off before the first place that a date fills.</param>
    /// <param name="extension">Such as <c>ndjson.gz</c>.</param>
    public static string Fill(string template, string group, DateOnly? date, string extension)
    {
        var cut = date is null ? DatePlaceholder().Match(template).Index : template.Length;
        return Placeholder().Replace(template[..cut], match => match.Groups["name"].Value switch
        {
            "group" => group,
            "extension" => extension,
            "date" => Part(date, "yyyy-MM-dd"),
            var part => Part(date, part),
        });
    }

    private static string Part(DateOnly? date, string format) => date!.Value.ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{(date|yyyy|MM|dd)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DatePlaceholder();
}
