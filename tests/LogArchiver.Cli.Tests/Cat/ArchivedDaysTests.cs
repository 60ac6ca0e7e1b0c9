using LogArchiver.Cli.Cat;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Seal;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Cat;

public class ArchivedDaysTests
{
    private const string Arn = "arn:aws:logs:eu-central-1:210987654321:log-group:/app/one";

    private static readonly DateOnly Date = new(2026, 11, 19);
    private static readonly ArchiveLayout Layout = ArchiveLayout.Below("");

    [Theory]
    [InlineData("/app/one", false)]
    [InlineData(Arn, false)]
    [InlineData(Arn, true)]
    public async Task A_day_is_found_by_name_and_by_ARN(string asked, bool isLinked) =>
        Assert.NotNull(await FindAsync(asked, new LogGroup("/app/one") { Arn = Arn, IsLinked = isLinked }));

    [Fact]
    public async Task A_group_of_the_same_name_in_another_account_is_another() =>
        Assert.Null(await FindAsync(Arn, new LogGroup("/app/one") { Arn = Arn.Replace("2109", "1109", StringComparison.Ordinal) }));

    private static async Task<ArchivedDayReader?> FindAsync(string asked, LogGroup stored)
    {
        var store = new MemoryArchiveStore();
        var golden = await File.ReadAllBytesAsync(RepositoryRoot.Below("tests", "LogArchiver.Flow.Tests", "Golden", "manifest.json"));
        var manifest = ManifestStore.Parse("golden", golden) with { GroupArn = stored.Arn };
        await store.TryPutAsync(
            Layout.ManifestKeyOf(stored, Date), ManifestStore.Format(manifest), "application/json", WriteCondition.Absent, CancellationToken.None);
        return await new ArchivedDays(store, Layout).TryFindAsync(asked, Date, CancellationToken.None);
    }

    [Fact]
    public async Task A_day_without_a_manifest_is_not_archived() => Assert.Null(
        await new ArchivedDays(new MemoryArchiveStore(), Layout).TryFindAsync("/app/one", Date, CancellationToken.None));
}
