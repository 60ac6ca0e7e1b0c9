using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

public sealed class PayloadReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"date\": null, \"scheduledTime\": null}")]
    public void Nothing_given_is_a_request_for_nothing_in_particular(string payload)
    {
        var request = Requests.Payload(payload);
        Assert.Empty(request.Values);
        Assert.Empty(request.Faults);
        Assert.Null(request.ScheduledTime);
    }

    [Fact]
    public void Every_setting_is_read_by_its_name()
    {
        var request = Requests.Payload("""
            {
              "logGroups": ["/a", "/b*"], "excludeLogGroups": "/c", "tags": {"team": "web", "archive": ""}, "bucket": "b", "prefix": "p",
              "keyTemplate": "k", "timeZone": "Asia/Seoul", "date": "d", "from": "f", "to": "t", "daysAgo": 3, "catchUpDays": 5,
              "settleAfterDays": 7, "format": "raw", "includeEvents": ["a,b", " c"], "excludeEvents": "[d]", "keepEvents": [],
              "compression": "none", "reader": "group", "exportTasks": true, "maxMergedBytes": 1000, "paceShare": 0.4, "memoryMb": 256, "concurrency": 2, "newestFirst": true,
              "setRetentionDays": 30, "dryRun": true, "region": "eu-west-1"
            }
            """);
        Assert.Empty(request.Faults);
        Assert.Equal(Settings.All.Select(setting => setting.Name).Order(), request.Values.Keys.Order());
        Assert.Equal(["/a", "/b*"], request.Values["logGroups"].Texts);
        Assert.Equal(["team=web", "archive="], request.Values["tags"].Texts);
        Assert.Equal(["a,b", " c"], request.Values["includeEvents"].Texts);
        Assert.Equal(["[d]"], request.Values["excludeEvents"].Texts);
        Assert.Empty(request.Values["keepEvents"].Texts);
        Assert.Equal(["3"], request.Values["daysAgo"].Texts);
        Assert.Equal(["true"], request.Values["dryRun"].Texts);
        Assert.Equal("payload field \"region\"", request.Values["region"].Origin);
    }

    [Theory]
    [InlineData("2022-03-22T18:59:43Z", "2022-03-22T18:59:43Z")]
    [InlineData("2022-03-22T18:59:43.5Z", "2022-03-22T18:59:43.5Z")]
    [InlineData("2022-03-23T03:59:43+09:00", "2022-03-22T18:59:43Z")]
    public void The_scheduled_time_is_an_instant(string text, string expected)
    {
        var request = Requests.Payload($$"""{"scheduledTime": "{{text}}"}""");
        Assert.Empty(request.Faults);
        Assert.Equal(DateTimeOffset.Parse(expected), request.ScheduledTime);
    }

    [Theory]
    [InlineData("\"2022-03-22T18:59:43\"")]
    [InlineData("\"2022-02-30T18:59:43Z\"")]
    [InlineData("\"0000-01-01T00:00:00+10:00\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("1647975583")]
    public void A_scheduled_time_without_offset_or_sense_is_refused(string json)
    {
        var fault = Assert.Single(Requests.Payload($$"""{"scheduledTime": {{json}}}""").Faults);
        Assert.Equal("scheduledTime", fault.Setting);
    }

    [Fact]
    public void A_placeholder_that_nobody_replaced_is_told_apart()
    {
        var fault = Assert.Single(Requests.Payload("""{"scheduledTime": "<aws.scheduler.scheduled-time>"}""").Faults);
        Assert.Contains("was never replaced", fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws.events", "{}")]
    [InlineData("aws.scheduler", "\"{}\"")]
    [InlineData("aws.scheduler", "null")]
    public void The_time_of_a_scheduled_event_is_the_scheduled_time_and_the_rest_no_setting(string source, string detail)
    {
        var request = Requests.Payload($$"""
            {"version": "0", "detail-type": "Scheduled Event", "source": "{{source}}", "time": "2026-03-01T09:00:00Z",
             "region": "eu-west-1", "resources": [], "detail": {{detail}}}
            """);
        Assert.Empty(request.Faults);
        Assert.Empty(request.Values);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), request.ScheduledTime);
    }

    [Fact]
    public void The_detail_of_a_scheduled_event_may_hold_settings()
    {
        var request = Requests.Payload(
            """{"detail-type": "Scheduled Event", "source": "aws.events", "time": "2026-03-01T09:00:00Z", "detail": {"daysAgo": 2, "dayAgo": 2}}""");
        Assert.Equal(["2"], request.Values["daysAgo"].Texts);
        Assert.Equal("dayAgo", Assert.Single(request.Faults).Setting);
    }

    [Fact]
    public void An_event_of_another_kind_is_refused_as_such()
    {
        var fault = Assert.Single(Requests.Payload("""{"detail-type": "Object Created", "source": "aws.s3", "detail": {"bucket": 1}}""").Faults);
        Assert.Contains("\"Object Created\" from \"aws.s3\"", fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timezone", "; did you mean \"timeZone\"?")]
    [InlineData("logGroup", "; did you mean \"logGroups\"?")]
    [InlineData("scheduled_time", "; did you mean \"scheduledTime\"?")]
    [InlineData("somethingElseAltogether", "called so.")]
    public void An_unknown_field_is_refused_by_name_with_the_nearest_that_is_known(string field, string end)
    {
        var fault = Assert.Single(Requests.Payload($$"""{"{{field}}": 1}""").Faults);
        Assert.Equal(field, fault.Setting);
        Assert.EndsWith(end, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_given_twice_is_refused()
    {
        var request = Requests.Payload("""{"date": "2026-11-19", "date": "2026-11-18"}""");
        Assert.Equal(new RequestFault("date", "It is given more than once.", "each field at most once"), Assert.Single(request.Faults));
    }

    [Theory]
    [InlineData("date", "20261119", "a string")]
    [InlineData("logGroups", "{}", "a string or an array of strings")]
    [InlineData("logGroups", "[\"/a\", 1]", "a string or an array of strings")]
    [InlineData("tags", "{\"a\": 1}", "an object of strings or an array of \"key=value\"")]
    [InlineData("tags", "{\"a=b\": \"c\"}", "an object of strings or an array of \"key=value\"")]
    [InlineData("daysAgo", "\"1\"", "a number")]
    [InlineData("dryRun", "\"true\"", "true or false without quotes")]
    [InlineData("dryRun", "1", "true or false without quotes")]
    public void A_value_of_the_wrong_kind_is_shown_with_the_kind_that_is_wanted(string field, string json, string wanted)
    {
        var fault = Assert.Single(Requests.Payload($$"""{"{{field}}": {{json}}}""").Faults);
        Assert.Equal(field, fault.Setting);
        Assert.Equal($"payload field \"{field}\" is {json}, which is not {wanted}.", fault.Problem);
    }

    [Theory]
    [InlineData("{\n  \"date\": \"2026-11-19\",\n}", "at line 3, byte 1.")]
    [InlineData("{\"date\": ", "at line 1, byte 10.")]
    [InlineData("date=2026-11-19", "at line 1, byte 1.")]
    public void What_is_not_JSON_is_one_fault_that_says_where(string payload, string where)
    {
        var fault = Assert.Single(Requests.Payload(payload).Faults);
        Assert.Equal("payload", fault.Setting);
        Assert.EndsWith(where, fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"2026-11-19\"")]
    [InlineData("7")]
    [InlineData("{\"date\": \"\\ud800\"}")]
    [InlineData("{\"\\udc00\": 1}")]
    public void JSON_that_is_no_payload_is_one_fault(string payload) =>
        Assert.Equal("payload", Assert.Single(Requests.Payload(payload).Faults).Setting);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_one_fault() =>
        Assert.Contains("UTF-8", Assert.Single(PayloadReader.Read(new byte[] { (byte)'"', 0xFF, (byte)'"' }).Faults).Problem, StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_told_together() =>
        Assert.Equal(
            ["dryrun", "daysAgo", "scheduledTime"],
            Requests.Payload("""{"dryrun": true, "daysAgo": "x", "scheduledTime": 1, "bucket": "b"}""").Faults.Select(fault => fault.Setting));
}
