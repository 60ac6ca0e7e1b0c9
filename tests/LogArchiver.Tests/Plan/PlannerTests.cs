using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

public sealed class PlannerTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_date_it_is_yesterday() => Assert.Equal(["2026-11-19"], Requests.Dates("{}"));

    [Fact]
    public void Yesterday_counts_from_the_scheduled_time_so_a_late_retry_archives_the_same_day() =>
        Assert.Equal(["2026-11-14"], Requests.Dates("""{"scheduledTime": "2026-11-15T02:15:00Z"}"""));

    [Theory]
    [InlineData("UTC", "2026-11-19")]
    [InlineData("America/Los_Angeles", "2026-11-18")]
    [InlineData("Pacific/Kiritimati", "2026-11-19")]
    public void Yesterday_is_the_zones_own(string zone, string expected) =>
        Assert.Equal([expected], Requests.Dates($$"""{"timeZone": "{{zone}}"}"""));

    [Fact]
    public void Days_ago_count_back_over_the_turn_of_the_year() =>
        Assert.Equal(["2025-12-30"], Requests.Dates("""{"daysAgo": 2}""", NewYear));

    [Fact]
    public void A_range_holds_both_its_ends() =>
        Assert.Equal(["2026-02-27", "2026-02-28", "2026-03-01"], Requests.Dates("""{"from": "2026-02-27", "to": "2026-03-01"}"""));

    [Theory]
    [InlineData("Asia/Seoul", "2026-11-19", "2026-11-18T15:00:00Z", 24)]
    [InlineData("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23)]
    [InlineData("America/New_York", "2025-11-02", "2025-11-02T04:00:00Z", 25)]
    [InlineData("UTC", "2026-03-08", "2026-03-08T00:00:00Z", 24)]
    public void A_day_begins_at_the_zones_midnight_and_is_as_long_as_it_is(string zone, string date, string start, int hours)
    {
        var window = Assert.Single(Requests.Plan($$"""{"timeZone": "{{zone}}", "date": "{{date}}"}""").Dates).Window;
        Assert.Equal(DateTimeOffset.Parse(start), window.Start);
        Assert.Equal(TimeSpan.FromHours(hours), window.Length);
    }

    [Fact]
    public void A_day_can_be_archived_from_the_moment_it_is_over()
    {
        var midnight = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(["2026-11-19"], Requests.Dates("""{"date": "2026-11-19"}""", midnight));
        Assert.Equal(
            "date: \"2026-11-19\" (payload field \"date\") is too late: in UTC 2026-11-19 is not over before 2026-11-20 00:00 UTC, "
            + "in 1 min. Accepted: a date that is over, as yyyy-MM-dd, such as 2026-11-19.",
            Requests.Faults("""{"date": "2026-11-19"}""", midnight.AddSeconds(-1)));
    }

    [Theory]
    [InlineData("Asia/Seoul", "2026-11-20T15:00:00Z", "2026-11-21", "in Asia/Seoul 2026-11-21 is not over before 2026-11-22 00:00 (+09:00), in 24 h 0 min.")]
    [InlineData("Asia/Seoul", "2026-11-21T14:29:01Z", "2026-11-21", "in Asia/Seoul 2026-11-21 is not over before 2026-11-22 00:00 (+09:00), in 31 min.")]
    [InlineData("America/New_York", "2026-11-01T20:00:00Z", "2026-11-01", "in America/New_York 2026-11-01 is not over before 2026-11-02 00:00 (-05:00), in 9 h 0 min.")]
    public void A_day_that_is_not_over_is_refused_with_when_it_will_be(string zone, string now, string date, string reason) => Assert.Contains(
        reason, Requests.Faults($$"""{"timeZone": "{{zone}}", "date": "{{date}}"}""", DateTimeOffset.Parse(now)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"daysAgo": 0}""", "daysAgo: \"0\" (payload field \"daysAgo\") is today, which is not over yet: a day is archived when it is over.")]
    [InlineData("""{"daysAgo": -1}""", "daysAgo: \"-1\" (payload field \"daysAgo\") is not a number of days.")]
    [InlineData("""{"daysAgo": 1.5}""", "daysAgo: \"1.5\"")]
    [InlineData("""{"daysAgo": 3661}""", "daysAgo: \"3661\"")]
    [InlineData("""{"date": "2026-2-3"}""", "date: \"2026-2-3\" (payload field \"date\") is not a date of the calendar, written yyyy-MM-dd.")]
    [InlineData("""{"date": "2026-02-29"}""", "date: \"2026-02-29\"")]
    [InlineData("""{"date": "19/11/2026"}""", "date: \"19/11/2026\"")]
    [InlineData("""{"date": "1926-11-19"}""", "date: \"1926-11-19\" (payload field \"date\") is before 2000-01-01")]
    [InlineData("""{"date": "2026-11-20"}""", "date: \"2026-11-20\"")]
    [InlineData("""{"date": "9999-12-31"}""", "date: \"9999-12-31\" (payload field \"date\") is too late: 9999-12-31 lies in the future: in UTC it is 2026-11-20.")]
    [InlineData("""{"from": "2026-11-19", "to": "2026-11-20"}""", "to: \"2026-11-20\"")]
    [InlineData("""{"from": "2026-11-19", "to": "2026-11-18"}""", "from: \"2026-11-19\" (payload field \"from\") is after to \"2026-11-18\" (payload field \"to\").")]
    [InlineData("""{"from": "2006-11-19", "to": "2026-11-19"}""", "from: \"2006-11-19\" (payload field \"from\") and to \"2026-11-19\" (payload field \"to\") span 7,306 dates, more than 3,660.")]
    [InlineData("""{"from": "2026-11-19"}""", "to: is missing beside from \"2026-11-19\" (payload field \"from\").")]
    [InlineData("""{"to": "2026-11-19"}""", "from: is missing beside to \"2026-11-19\" (payload field \"to\").")]
    [InlineData("""{"date": "2026-11-19", "daysAgo": 1}""", "daysAgo: \"1\" (payload field \"daysAgo\") cannot stand beside date \"2026-11-19\" (payload field \"date\"): date, from and to, and daysAgo exclude one another.")]
    [InlineData("""{"date": "2026-11-19", "from": "2026-11-18", "to": "2026-11-19"}""", "to: \"2026-11-19\"")]
    [InlineData("""{"scheduledTime": "2026-11-25T02:15:00Z"}""", "daysAgo: \"1\" (the default) is too late: 2026-11-24 lies in the future: in UTC it is 2026-11-20. It is counted from the scheduled time, 2026-11-25 02:15 UTC.")]
    [InlineData("""{"timeZone": "Pacific/Apia", "date": "2011-12-30"}""", "date: \"2011-12-30\" (payload field \"date\") does not exist in Pacific/Apia")]
    [InlineData("""{"timeZone": "asia/seoul"}""", "timeZone: \"asia/seoul\" (payload field \"timeZone\") is no time zone; did you mean \"Asia/Seoul\"?")]
    [InlineData("""{"timeZone": "New York"}""", "timeZone: \"New York\" (payload field \"timeZone\") is no time zone; did you mean \"America/New_York\"?")]
    [InlineData("""{"timeZone": "Europe/Berlni"}""", "timeZone: \"Europe/Berlni\" (payload field \"timeZone\") is no time zone; did you mean \"Europe/Berlin\"?")]
    [InlineData("""{"timeZone": "UTC+9"}""", "timeZone: \"UTC+9\"")]
    [InlineData("""{"timeZone": ""}""", "timeZone: \"\" (payload field \"timeZone\") is no time zone")]
    [InlineData("""{"bucket": "s3://archive/logs"}""", "bucket: \"s3://archive/logs\" (payload field \"bucket\") is a URL: give the name alone, and what follows it as prefix.")]
    [InlineData("""{"bucket": "My-Archive"}""", "bucket: \"My-Archive\"")]
    [InlineData("""{"bucket": "ab"}""", "bucket: \"ab\" (payload field \"bucket\") has 2 characters.")]
    [InlineData("""{"bucket": "192.168.0.1"}""", "bucket: \"192.168.0.1\"")]
    [InlineData("""{"bucket": "-archive"}""", "bucket: \"-archive\"")]
    [InlineData("""{"prefix": "/logs"}""", "prefix: \"/logs\" (payload field \"prefix\") begins with a /.")]
    [InlineData("""{"prefix": "a//b"}""", "prefix: \"a//b\"")]
    [InlineData("""{"prefix": "a/../b"}""", "prefix: \"a/../b\"")]
    [InlineData("""{"format": "csv"}""", "format: \"csv\" (payload field \"format\") is none of these. Accepted: ndjson, text or raw.")]
    [InlineData("""{"reader": "0"}""", "reader: \"0\"")]
    [InlineData("""{"reader": "export"}""", "reader: \"export\"")]
    [InlineData("""{"region": "Frankfurt"}""", "region: \"Frankfurt\"")]
    [InlineData("""{"logGroups": []}""", "logGroups: No log group is chosen.")]
    [InlineData("""{"logGroups": "/app logs"}""", "logGroups: \"/app logs\" (payload field \"logGroups\") holds \" \", which no name of a log group holds.")]
    [InlineData("""{"logGroups": "arn:aws:s3:::bucket"}""", "logGroups: \"arn:aws:s3:::bucket\" (payload field \"logGroups\") is not the ARN of a log group.")]
    [InlineData("""{"excludeLogGroups": "/a/é"}""", "excludeLogGroups: \"/a/é\"")]
    [InlineData("""{"tags": "a=1,a=2"}""", "tags: \"a=1,a=2\" (payload field \"tags\") gives a twice")]
    [InlineData("""{"tags": "=web"}""", "tags: \"=web\" (payload field \"tags\") holds \"=web\", which is no tag.")]
    [InlineData("""{"tags": "a,b,c,d,e,f"}""", "tags: \"a,b,c,d,e,f\" (payload field \"tags\") has 6 tags, more than 5.")]
    [InlineData("""{"tags": "a", "logGroups": "arn:aws:logs:eu-west-1:123456789012:log-group:/a"}""", "logGroups: arn:aws:logs:eu-west-1:123456789012:log-group:/a is an ARN, and cannot stand beside tags \"a\"")]
    public void What_is_wrong_is_named_with_its_value_its_origin_and_the_reason(string payload, string message)
    {
        var faults = Requests.Faults(payload);
        Assert.StartsWith(message, faults, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', faults);
    }

    [Fact]
    public void All_faults_are_told_at_once_those_of_reading_first()
    {
        var request = EnvironmentReader.Read(new Dictionary<string, string?> { ["LOGARCHIVER_FORMAT"] = "xml" })
            .OverriddenBy(Requests.Payload("""{"colour": 1, "date": "x", "timeZone": "Mars/Olympus"}"""));
        var faults = Assert.Throws<BadRequestException>(() => Planner.Plan(request, Requests.Now)).Faults;
        Assert.Equal(["colour", "logGroups", "timeZone", "bucket", "date", "format"], faults.Select(fault => fault.Setting));
    }

    [Fact]
    public void A_range_passes_over_a_date_that_the_zone_left_out() => Assert.Equal(
        ["2011-12-29", "2011-12-31"],
        Requests.Dates("""{"timeZone": "Pacific/Apia", "from": "2011-12-29", "to": "2011-12-31"}"""));

    [Theory]
    [InlineData("""{"date": "2026-11-12"}""", "2026-11-12")]
    [InlineData("""{"daysAgo": 3}""", "2026-11-17")]
    [InlineData("""{"dryRun": true}""", "2026-11-15")]
    public void A_later_sources_choice_of_dates_replaces_an_earlier_one_whole(string payload, string expected)
    {
        var request = Requests.Environment(("LOGARCHIVER_FROM", "2026-11-15"), ("LOGARCHIVER_TO", "2026-11-15"))
            .OverriddenBy(Requests.Payload(payload));
        Assert.Equal(expected, Assert.Single(Planner.Plan(request, Requests.Now).Dates).Date.ToString("yyyy-MM-dd"));
    }

    [Fact]
    public void Half_a_range_does_not_borrow_the_other_half_from_an_earlier_source()
    {
        var request = Requests.Environment(("LOGARCHIVER_FROM", "2026-11-10"), ("LOGARCHIVER_TO", "2026-11-12"))
            .OverriddenBy(Requests.Payload("""{"to": "2026-11-15"}"""));
        var fault = Assert.Single(Assert.Throws<BadRequestException>(() => Planner.Plan(request, Requests.Now)).Faults);
        Assert.Equal("from", fault.Setting);
    }

    [Fact]
    public void Lists_are_cut_at_commas_and_told_once()
    {
        var plan = Planner.Plan(
            Requests.Environment(("LOGARCHIVER_LOG_GROUPS", "/a, /b*,,/a"), ("LOGARCHIVER_TAGS", "team = web,archive")), Requests.Now);
        Assert.Equal(["/a", "/b*"], plan.Groups.Include);
        Assert.Equal([("archive", ""), ("team", "web")], plan.Groups.Tags.Select(tag => (tag.Key, tag.Value)).Order());
    }

    [Fact]
    public void Tags_alone_may_choose()
    {
        var plan = Requests.Plan("""{"logGroups": [], "tags": {"team": "a=b"}}""");
        Assert.Empty(plan.Groups.Include);
        Assert.Equal("a=b", plan.Groups.Tags["team"]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("logs", "logs/")]
    [InlineData("logs/", "logs/")]
    public void A_prefix_ends_in_a_slash(string prefix, string expected) =>
        Assert.Equal(expected, Requests.Plan($$"""{"prefix": "{{prefix}}"}""").Prefix);
}
