using System.Text;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Plan;

/// <summary>Every sample in <c>events/</c> can be planned, and means what its name says.</summary>
public sealed class EventSamplesTests
{
    public static TheoryData<string> Samples() => [.. Names()];

    private static IEnumerable<string> Names() =>
        Directory.GetFiles(RepositoryRoot.Below("events")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_can_be_planned(string name)
    {
        var plan = Plan(name);
        Assert.NotEmpty(plan.Dates);
        Assert.Equal(name == "dry-run.json", plan.DryRun);
    }

    [Fact]
    public void There_is_a_sample_of_each_kind_of_payload() => Assert.Equal(
        [
            "daily.json", "days-ago.json", "dry-run.json", "empty.json", "filters.json", "groups.json", "linked-account.json", "look-back.json",
            "one-day.json", "range.json",
            "raw-lines.json", "scheduled-event.json", "tags.json", "time-zone.json",
        ],
        Names());

    [Theory]
    [InlineData("daily.json", 1, "2026-11-19")]
    [InlineData("empty.json", 1, "2026-11-19")]
    [InlineData("look-back.json", 1, "2026-11-19")]
    [InlineData("scheduled-event.json", 1, "2026-11-19")]
    [InlineData("one-day.json", 1, "2026-11-19")]
    [InlineData("days-ago.json", 1, "2026-11-18")]
    [InlineData("range.json", 7, "2026-11-19")]
    public void A_sample_chooses_the_dates_of_its_name(string name, int count, string last)
    {
        var dates = Plan(name).Dates;
        Assert.Equal(count, dates.Count);
        Assert.Equal(last, dates[^1].Date.ToString("yyyy-MM-dd"));
    }

    private static ArchivePlan Plan(string name)
    {
        var payload = ScheduledTime.Fill(File.ReadAllText(RepositoryRoot.Below("events", name)), Requests.Now);
        return Planner.Plan(Requests.Environment().OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(payload))), Requests.Now);
    }
}
