using LogArchiver.Discover;
using LogArchiver.Outcome;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Testing;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Tests.Discover;

public sealed class GroupDiscoveryTests
{
    private const string LinkedArn = "arn:aws:logs:eu-west-1:210987654321:log-group:/linked";
    private const string OwnArn = "arn:aws:logs:eu-west-1:123456789012:log-group:/own";

    private readonly ManualClock clock = new();

    [Fact]
    public async Task Names_and_globs_choose_and_excludes_take_away_each_group_once_in_order()
    {
        var source = Source("/b", "/a/1", "/a/2", "/a/dev-1", "/c");
        var found = await FindAsync(source, include: ["/b", "/a/*", "/a/1", "/a/1*"], exclude: ["/a/dev-*"]);
        Assert.Equal(["/a/1", "/a/2", "/b"], Names(found));
        Assert.Empty(found.Failures);
        Assert.Empty(found.Warnings);
    }

    [Fact]
    public async Task Listings_of_many_pages_are_read_to_their_ends()
    {
        var source = new MemoryLogSource { ListingPage = 2 };
        foreach (var name in Enumerable.Range(1, 7).Select(number => $"/g{number}"))
        {
            source.Group(name).Tag("archive", "yes");
        }

        Assert.Equal(7, (await FindAsync(source, include: ["/g*"])).Groups.Count);
        Assert.Equal(7, (await FindAsync(source, tags: ("archive", "yes"))).Groups.Count);
    }

    [Fact]
    public async Task A_glob_is_listed_by_its_literal_prefix_and_a_name_it_covers_is_not_asked_for_again()
    {
        var source = Source("/app/a", "/app/b");
        await FindAsync(source, include: ["/app/*", "/app/a"]);
        Assert.Equal(["DescribeLogGroups /app/"], source.Requests);
    }

    [Fact]
    public async Task A_name_that_is_also_the_beginning_of_others_is_found_with_one_page()
    {
        var source = new MemoryLogSource { ListingPage = 1 };
        source.Group("/app").Group("/app/1").Group("/app/2");
        Assert.Equal(["/app"], Names(await FindAsync(source, include: ["/app"])));
        Assert.Single(source.Requests);
    }

    [Theory]
    [InlineData("/b", "/b")]
    [InlineData("/b*", "/b*")]
    public async Task A_name_or_glob_that_the_service_refuses_is_a_failure_and_stops_no_other(string refused, string subject)
    {
        var source = Source("/a", "/b", "/c");
        Refuse(source, "DescribeLogGroups /b");
        var found = await FindAsync(source, include: ["/a", refused, "/c*"]);
        Assert.Equal(["/a", "/c"], Names(found));
        var failure = Assert.Single(found.Failures);
        Assert.Equal((subject, "Discover", "AccessDeniedException"), (failure.Group, failure.Fault!.Stage, failure.Fault.Code));
        Assert.Empty(found.Missing);
        Assert.Empty(found.Warnings);
    }

    [Fact]
    public async Task A_service_that_refuses_whatever_it_is_asked_is_the_runs_failure()
    {
        var source = Source("/a", "/b");
        Refuse(source, "");
        await Assert.ThrowsAsync<ServiceFaultException>(() => FindAsync(source, include: ["/a", "/b", "/c*"]));
    }

    [Fact]
    public async Task A_group_whose_tags_cannot_be_read_is_a_failure_and_stops_no_other()
    {
        var source = new MemoryLogSource { ListsByTags = false }.Group("/a").Tag("k", "v").Group("/b").Tag("k", "v");
        Refuse(source, "ListTagsForResource /b");
        var found = await FindAsync(source, tags: ("k", "v"));
        Assert.Equal(["/a"], Names(found));
        Assert.Equal("/b", Assert.Single(found.Failures).Group);
    }

    [Fact]
    public async Task A_name_without_a_group_is_a_failure_and_stops_no_other()
    {
        var found = await FindAsync(Source("/apple", "/b"), include: ["/app", "/b", LinkedArn]);
        Assert.Equal(["/b"], Names(found));
        Assert.Equal(["/app", LinkedArn], found.Failures.Select(failure => failure.Group));
        Assert.All(found.Failures, failure => Assert.Equal(
            (Ending.Failed, null, "Discover", false),
            (failure.Ending, failure.Date, failure.Fault!.Stage, failure.Fault.RetryCouldHelp)));
    }

    [Fact]
    public async Task A_name_that_is_excluded_as_well_is_not_looked_for()
    {
        var found = await FindAsync(Source("/b"), include: ["/a", "/b"], exclude: ["/a"]);
        Assert.Equal(["/b"], Names(found));
        Assert.Empty(found.Failures);
    }

    [Fact]
    public async Task A_pattern_that_chooses_nothing_is_a_warning()
    {
        var found = await FindAsync(Source("/b"), include: ["/a*", "/b"]);
        Assert.Equal(["No log group matches /a*."], found.Warnings);
        Assert.Empty(found.Failures);
    }

    [Fact]
    public async Task An_ARN_names_a_group_of_a_linked_account()
    {
        var source = Source("/linked").Group(new LogGroup("/other") { IsLinked = true, Arn = LinkedArn });
        var found = await FindAsync(source, include: [LinkedArn + ":*"]);
        Assert.True(Assert.Single(found.Groups).IsLinked);
    }

    [Fact]
    public async Task An_ARN_of_the_own_account_and_the_name_are_the_same_group()
    {
        var source = new MemoryLogSource().Group(new LogGroup("/own") { Arn = OwnArn });
        foreach (string[] include in new[] { [OwnArn], new[] { OwnArn, "/own" }, ["/own", OwnArn], ["/o*", OwnArn] })
        {
            Assert.False(Assert.Single((await FindAsync(source, include)).Groups).IsLinked);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tags_choose_the_same_groups_whether_the_service_lists_by_them_or_not(bool listsByTags)
    {
        var source = new MemoryLogSource { ListsByTags = listsByTags };
        source.Group("/a").Tag("team", "web").Tag("archive", "");
        source.Group("/b").Tag("team", "data").Tag("archive", "x");
        source.Group("/c").Tag("team", "web");
        source.Group("/d").Tag("team", "web").Tag("archive", "y");
        source.Group("/e");
        Assert.Equal(["/a", "/d"], Names(await FindAsync(source, tags: [("team", "web"), ("archive", "*")])));
        Assert.Equal(["/d"], Names(await FindAsync(source, exclude: ["/a"], tags: [("team", "web"), ("archive", "")])));
        Assert.Equal(["/c"], Names(await FindAsync(source, include: ["/b", "/c", "/e*"], tags: ("team", "web"))));
        Assert.Equal(
            ["No log group carries the tag team=ops and the tag archive."],
            (await FindAsync(source, tags: [("team", "ops"), ("archive", "*")])).Warnings);
    }

    [Fact]
    public async Task A_group_that_is_deleted_after_the_listing_of_tags_is_no_failure()
    {
        var source = new MemoryLogSource().Group("/a").Tag("team", "web").Group("/b").Tag("team", "web");
        source.OnRequest = request =>
        {
            if (request == "DescribeLogGroups /b")
            {
                source.Group(new LogGroup("/b") { IsLinked = true }); // which is no longer one of this account's
            }
        };
        var found = await FindAsync(source, tags: ("team", "web"));
        Assert.Equal(["/a"], Names(found));
        Assert.Empty(found.Failures);
    }

    [Fact]
    public async Task Another_fault_of_the_listing_by_tags_is_not_taken_for_ignorance()
    {
        var source = Source("/a");
        source.OnRequest = _ => throw new ServiceFaultException(FaultKind.AccessDenied, "CloudWatch Logs", "ListLogGroups", "AccessDeniedException", "No.");
        await Assert.ThrowsAsync<ServiceFaultException>(() => FindAsync(source, tags: ("a", "b")));
    }

    [Fact]
    public async Task Classes_that_cannot_be_read_and_retention_that_eats_the_day_are_warnings()
    {
        var source = new MemoryLogSource()
            .Group(new LogGroup("/ia") { Class = LogGroupClass.InfrequentAccess, RetentionDays = 1 })
            .Group(new LogGroup("/one-day") { RetentionDays = 1 })
            .Group(new LogGroup("/week") { RetentionDays = 7 })
            .Group("/ever");
        var found = await FindAsync(source, include: ["*"]);
        Assert.Equal(4, found.Groups.Count);
        Assert.Equal(
            [
                "/ia will be skipped: its class is INFREQUENT_ACCESS, which GetLogEvents and FilterLogEvents refuse; set exportTasks to archive it through export tasks.",
                "/one-day keeps events for 1 day: of 2026-11-19, the oldest date to archive, some or all may be gone.",
            ],
            found.Warnings);
    }

    [Fact]
    public async Task A_group_whose_keys_would_be_too_long_is_a_failure()
    {
        var found = await FindAsync(Source(new string('g', 512), "/b"), include: ["*"]);
        Assert.Equal(["/b"], Names(found));
        Assert.Contains("keyTemplate", Assert.Single(found.Failures).Fault!.Fix, StringComparison.Ordinal);
    }

    private static MemoryLogSource Source(params string[] names)
    {
        var source = new MemoryLogSource();
        foreach (var name in names)
        {
            source.Group(name);
        }

        return source;
    }

    private static void Refuse(MemoryLogSource source, string begin) => source.OnRequest = request =>
    {
        if (request.StartsWith(begin, StringComparison.Ordinal))
        {
            throw new ServiceFaultException(FaultKind.AccessDenied, "CloudWatch Logs", "DescribeLogGroups", "AccessDeniedException", "No.");
        }
    };

    private static IEnumerable<string> Names(DiscoveredGroups found) => found.Groups.Select(group => group.Name);

    private static ArchivePlan Plan(string[] include, string[] exclude, (string Key, string Value)[] tags)
    {
        var date = new DateOnly(2026, 11, 19);
        var start = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return new ArchivePlan
        {
            Dates = [new PlannedDate(date, new TimeWindow(start, start + 86_400_000))],
            TimeZone = "UTC",
            Groups = new GroupChoice { Include = include, Exclude = exclude, Tags = tags.ToDictionary(tag => tag.Key, tag => tag.Value) },
            Bucket = "archive",
            Prefix = "",
            KeyTemplate = KeyTemplate.Default,
            Format = LineFormat.Ndjson,
            Compression = Compression.Gzip,
            Reader = ReaderKind.Auto,
            DryRun = false,
        };
    }

    private Task<DiscoveredGroups> FindAsync(
        MemoryLogSource source, string[]? include = null, string[]? exclude = null, params (string Key, string Value)[] tags) =>
        new GroupDiscovery(source, clock).FindAsync(Plan(include ?? [], exclude ?? [], tags), CancellationToken.None);
}
