using System.Text;
using System.Text.RegularExpressions;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Docs;

public sealed partial class ReadmeTests
{
    private static readonly string ReadmePath = RepositoryRoot.Below("README.md");

    [Fact]
    public void The_settings_table_is_the_catalogue_word_for_word()
    {
        var readme = File.ReadAllText(ReadmePath);
        var updated = SettingsTable().Replace(readme, $"<!-- settings -->\n{Table()}\n## ");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(ReadmePath, updated);
        }

        Assert.Equal(updated, File.ReadAllText(ReadmePath));
    }

    [Fact]
    public void Every_file_that_the_documents_link_to_is_there()
    {
        var documents = Directory.EnumerateFiles(RepositoryRoot.Below("docs"), "*.md", SearchOption.AllDirectories)
            .Append(ReadmePath).Append(RepositoryRoot.Below("bench", "README.md"));
        var broken =
            from document in documents
            from Match link in Link().Matches(File.ReadAllText(document))
            let target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups["target"].Value)
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{Path.GetFileName(document)}: {link.Groups["target"].Value}";
        Assert.Empty(broken);
    }

    private static string Table()
    {
        var table = new StringBuilder("| payload | environment | option | default | |\n|---|---|---|---|---|\n");
        foreach (var setting in Settings.All)
        {
            var fallback = string.IsNullOrEmpty(setting.Default) ? string.Empty : $"`{setting.Default}`";
            table.Append($"| `{setting.Name}` | `{setting.EnvironmentName}` | `{setting.OptionName}` | {fallback} | {setting.Summary} |\n");
        }

        return table.ToString();
    }

    [GeneratedRegex(@"<!-- settings -->\n.*?\n?## ", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex SettingsTable();

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)(#[^)]*)?\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
