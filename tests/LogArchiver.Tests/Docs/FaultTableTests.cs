using System.Text.RegularExpressions;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Docs;

/// <summary>The table of faults names the tests that show what it says; they are there.</summary>
public sealed class FaultTableTests
{
    private static readonly string Table = File.ReadAllText(RepositoryRoot.Below("docs", "faults.md"));

    public static TheoryData<string, string> Named
    {
        get
        {
            var named = new TheoryData<string, string>();
            var matches = Regex.Matches(Table, "`(?<type>[A-Z][A-Za-z0-9]+Tests)\\.(?<test>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            foreach (var match in matches.DistinctBy(match => match.Value))
            {
                named.Add(match.Groups["type"].Value, match.Groups["test"].Value);
            }

            return named;
        }
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void A_test_that_the_table_names_exists(string type, string test)
    {
        var source = Assert.Single(
            Directory.GetFiles(RepositoryRoot.Below("tests"), $"{type}.cs", SearchOption.AllDirectories),
            path => File.ReadAllText(path).Contains($" {test}(", StringComparison.Ordinal));
        var before = File.ReadAllText(source).Split($" {test}(")[0].TrimEnd();
        Assert.Matches(@"Fact\]|Theory\]", before[^Math.Min(before.Length, 2000)..]);
    }

    [Fact]
    public void Every_row_names_a_test()
    {
        var rows = Table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| fault", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count > 30, $"{rows.Count} rows");
        Assert.All(rows, row => Assert.Contains("Tests.", row, StringComparison.Ordinal));
    }
}
