using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Discover;
using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

public sealed class ArchiveLayoutTests
{
    private const string NameCharacters = "abcXYZ019_-/.#";
    private static readonly DateOnly Date = new(2026, 11, 19);
    private static readonly ArchiveLayout Layout = ArchiveLayout.Below("logs");

    private static readonly LogGroup Linked = new("/app/api")
    {
        Arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/app/api",
        IsLinked = true,
    };

    // What a key is must never change: archives are found by it years later.
    [Theory]
    [InlineData("/aws/lambda/orders", LineFormat.Ndjson, Compression.Gzip,
        "logs/group=~aws~lambda~orders/dt=2026-11-19/~aws~lambda~orders_2026-11-19.ndjson.gz", "application/gzip")]
    [InlineData("web#1", LineFormat.Text, Compression.Gzip, "logs/group=web#1/dt=2026-11-19/web#1_2026-11-19.txt.gz", "application/gzip")]
    [InlineData("web", LineFormat.Raw, Compression.None, "logs/group=web/dt=2026-11-19/web_2026-11-19.log", "text/plain; charset=utf-8")]
    [InlineData("web", LineFormat.Ndjson, Compression.None, "logs/group=web/dt=2026-11-19/web_2026-11-19.ndjson", "application/x-ndjson")]
    [InlineData("web", LineFormat.Text, Compression.None, "logs/group=web/dt=2026-11-19/web_2026-11-19.txt", "text/plain; charset=utf-8")]
    [InlineData("web", LineFormat.Raw, Compression.Gzip, "logs/group=web/dt=2026-11-19/web_2026-11-19.log.gz", "application/gzip")]
    public void Keys_and_media_types_of_files(string group, LineFormat format, Compression compression, string key, string type)
    {
        Assert.Equal(key, Layout.KeyOf(new LogGroup(group), Date, format, compression));
        Assert.Equal(type, ArchiveLayout.ContentTypeOf(format, compression));
    }

    [Fact]
    public void Keys_of_manifests_and_prefixes_of_listings()
    {
        var group = new LogGroup("/app/api");
        Assert.Equal("logs/_manifests/group=~app~api/dt=2026-11-19.json", Layout.ManifestKeyOf(group, Date));
        Assert.Equal("logs/_manifests/group=~app~api/dt=", Layout.ManifestPrefixOf(group));
        Assert.Equal("logs/_manifests/", Layout.ManifestPrefix);
        Assert.Equal("logs/group=~app~api/dt=", Layout.FilePrefixOf(group, LineFormat.Ndjson, Compression.Gzip));
        Assert.Equal("_manifests/group=~app~api/dt=2026-11-19.json", ArchiveLayout.Below("").ManifestKeyOf(group, Date));
    }

    [Theory]
    [InlineData("{group}/{yyyy}/{MM}/{dd}.{extension}", "p/~app~api/2026/11/19.ndjson.gz", "p/~app~api/")]
    [InlineData("dt={date}/{group}", "p/dt=2026-11-19/~app~api", "p/dt=")]
    public void A_template_is_filled_place_by_place(string template, string key, string prefix)
    {
        var layout = new ArchiveLayout("p/", template);
        Assert.Equal(key, layout.KeyOf(new LogGroup("/app/api"), Date, LineFormat.Ndjson, Compression.Gzip));
        Assert.Equal(prefix, layout.FilePrefixOf(new LogGroup("/app/api"), LineFormat.Ndjson, Compression.Gzip));
    }

    [Fact]
    public void Groups_of_one_name_in_two_accounts_have_keys_of_their_own()
    {
        Assert.Equal("logs/_manifests/group=~app~api@123456789012/dt=2026-11-19.json", Layout.ManifestKeyOf(Linked, Date));
        Assert.Equal(
            new ArchivedDay(new ArchivedGroup("/app/api", "123456789012"), Date),
            Layout.TryParseManifestKey(Layout.ManifestKeyOf(Linked, Date)));
    }

    [Fact]
    public void Any_groups_manifest_key_tells_group_and_date()
    {
        var names = Gen.Elements(NameCharacters.ToCharArray()).NonEmptyListOf().Select(letters => string.Concat(letters));
        Prop.ForAll(names.ToArbitrary(), Gen.Choose(0, 20_000).ToArbitrary(), (name, day) =>
        {
            var date = new DateOnly(2000, 1, 1).AddDays(day);
            return Layout.TryParseManifestKey(Layout.ManifestKeyOf(new LogGroup(name), date))
                == new ArchivedDay(new ArchivedGroup(name, null), date);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("_manifests/group=web/dt=2026-11-19.json")]
    [InlineData("logs/_manifests/group=web/dt=2026-11-31.json")]
    [InlineData("logs/_manifests/group=web/dt=2026-11-19.txt")]
    [InlineData("logs/_manifests/group=/dt=2026-11-19.json")]
    [InlineData("logs/_manifests/group=a/b/dt=2026-11-19.json")]
    [InlineData("logs/_manifests/group=web@12/dt=2026-11-19.json")]
    [InlineData("logs/_manifests/group=web/dt=2026-11-19/dt=2026-11-19.json")]
    [InlineData("logs/_manifests/readme.json")]
    public void Other_keys_are_no_manifests(string key) => Assert.Null(Layout.TryParseManifestKey(key));

    [Fact]
    public void A_group_name_too_long_for_the_template_is_told_with_the_way_out()
    {
        var group = new LogGroup(new string('g', 512));
        var fault = ArchiveLayout.Below("").FaultOf(group, LineFormat.Ndjson, Compression.Gzip);
        Assert.Equal("The key of its file would have 1,066 bytes, and S3 takes at most 1,024.", fault!.Cause);
        Assert.Contains("keyTemplate", fault.Fix, StringComparison.Ordinal);
        Assert.Null(new ArchiveLayout("", "group={group}/dt={date}/events.{extension}").FaultOf(group, LineFormat.Ndjson, Compression.Gzip));
    }

    [Fact]
    public void The_longest_key_that_S3_takes_is_no_fault()
    {
        var layout = new ArchiveLayout("", new string('x', ArchiveLayout.MaxKeyBytes - 512 - 10) + "{group}{date}");
        Assert.Null(layout.FaultOf(new LogGroup(new string('g', 512)), LineFormat.Raw, Compression.None));
        Assert.NotNull(layout.FaultOf(new LogGroup(new string('g', 513)), LineFormat.Raw, Compression.None));
    }
}
