using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;

namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>What <see cref="ILogSource"/> promises, as AWS keeps it; run against every world.</summary>
public abstract partial class LogSourceContract : IAsyncLifetime
{
    private ILogsWorld world = null!;

    // The whole day before yesterday, so that nothing is refused as too old, too new or expired.
    private readonly TimeWindow day = WholeDay(TimeProvider.System.GetUtcNow().AddDays(-2));

    private ILogSource Source => world.Source;

    /// <summary>A name that no other test uses, for worlds that tests share.</summary>
    private string Prefix { get; } = $"/contract/{Guid.NewGuid():N}";

    protected abstract Task<ILogsWorld> CreateWorldAsync();

    public async Task InitializeAsync() => world = await CreateWorldAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [ContractFact]
    public async Task Groups_are_listed_by_name_and_only_those_with_the_prefix()
    {
        await world.CreateGroupAsync($"{Prefix}/b");
        await world.CreateGroupAsync($"{Prefix}/a");
        await world.CreateGroupAsync($"/other{Prefix}");
        var names = (await Source.ListAllGroupsAsync($"{Prefix}/")).Select(group => group.Name);
        Assert.Equal([$"{Prefix}/a", $"{Prefix}/b"], names);
    }

    [ContractFact]
    public async Task More_groups_than_a_page_holds_are_all_listed()
    {
        var names = Enumerable.Range(0, 60).Select(number => $"{Prefix}/{number:D3}").ToList();
        foreach (var name in names)
        {
            await world.CreateGroupAsync(name);
        }

        Assert.Equal(names, (await Source.ListAllGroupsAsync(Prefix)).Select(group => group.Name));
    }

    [ContractFact]
    public async Task A_prefix_that_no_group_has_gives_an_empty_listing_and_its_end()
    {
        var listing = await Source.ListGroupsAsync($"{Prefix}/none", null, CancellationToken.None);
        Assert.Empty(listing.Groups);
        Assert.Null(listing.NextToken);
    }

    [ContractFact]
    public async Task A_group_is_standard_unless_it_says_otherwise()
    {
        var group = await GroupAsync();
        Assert.Equal(LogGroupClass.Standard, group.Class);
        Assert.Null(group.RetentionDays);
        Assert.False(group.IsLinked);
    }

    [ContractFact]
    public async Task Retention_is_as_it_was_set_last_and_of_that_group_alone()
    {
        await world.CreateGroupAsync($"{Prefix}/other");
        var group = await GroupAsync();
        await Source.SetRetentionAsync(group, 3653, CancellationToken.None);
        Assert.Equal(3653, (await Source.FindGroupAsync(group.Name)).RetentionDays);
        await Source.SetRetentionAsync(group, 30, CancellationToken.None);
        Assert.Equal(30, (await Source.FindGroupAsync(group.Name)).RetentionDays);
        Assert.Null((await Source.FindGroupAsync($"{Prefix}/other")).RetentionDays);
    }

    [ContractFact]
    public async Task The_retention_of_a_group_that_is_not_there_cannot_be_set()
    {
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => Source.SetRetentionAsync(new LogGroup($"{Prefix}/none"), 30, CancellationToken.None));
        Assert.Equal((FaultKind.NotFound, "PutRetentionPolicy"), (fault.Kind, fault.Operation));
    }

    [ContractFact]
    public async Task Tags_of_a_group_are_given_as_they_were_set()
    {
        await world.CreateGroupAsync(Prefix, ("team", "api"), ("tier", ""));
        var tags = await Source.ListTagsAsync(await Source.FindGroupAsync(Prefix), CancellationToken.None);
        Assert.Equal(new Dictionary<string, string> { ["team"] = "api", ["tier"] = "" }, tags);
    }

    [ContractFact]
    public async Task Groups_are_found_by_all_of_their_tags()
    {
        var team = Prefix[10..];
        await world.CreateGroupAsync($"{Prefix}/both", ("team", team), ("archive", "yes"));
        await world.CreateGroupAsync($"{Prefix}/one", ("team", team));
        await world.CreateGroupAsync($"{Prefix}/wrong", ("team", "x"), ("archive", "yes"));
        Assert.Equal([$"{Prefix}/both"], await NamesAsync(new() { ["team"] = team, ["archive"] = "yes" }));
        Assert.Equal([$"{Prefix}/both"], await NamesAsync(new() { ["team"] = team, ["archive"] = "" }));
        Assert.Equal([$"{Prefix}/both", $"{Prefix}/one"], await NamesAsync(new() { ["team"] = team }));

        async Task<IEnumerable<string>> NamesAsync(Dictionary<string, string> tags)
        {
            var listing = await Source.ListGroupNamesByTagsAsync(tags, null, CancellationToken.None);
            return listing.Names.Order(StringComparer.Ordinal);
        }
    }

    [ContractFact]
    public async Task More_streams_than_a_page_holds_are_all_listed_by_name()
    {
        var group = await GroupAsync();
        var names = Enumerable.Range(0, 120).Select(number => $"stream-{number:D4}").ToList();
        foreach (var name in names.AsEnumerable().Reverse())
        {
            await world.CreateStreamAsync(group.Name, name);
        }

        Assert.Equal(names, (await Source.ListAllStreamsAsync(group)).Select(stream => stream.Name));
    }

    [ContractFact]
    public async Task Streams_may_have_slashes_brackets_dollars_dots_spaces_and_letters_of_any_script()
    {
        var group = await GroupAsync();
        string[] names = ["../..", "2026/11/20/[$LATEST]0a1b", "a b", "한국어-🦔"];
        foreach (var name in names)
        {
            await world.CreateStreamAsync(group.Name, name);
            await world.PutAsync(group.Name, name, (day.StartMs, name));
        }

        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            (await Source.ListAllStreamsAsync(group)).Select(stream => stream.Name).Order(StringComparer.Ordinal));
        foreach (var name in names)
        {
            Assert.Equal(name, (await Source.ReadWholeStreamAsync(group, name, day)).Single().Message);
        }

        Assert.All(await Source.ReadWholeGroupAsync(group, day), read => Assert.Equal(read.Stream, read.Message));
    }

    [ContractFact]
    public async Task A_stream_without_events_reads_empty()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "s");
        Assert.Empty(await Source.ReadWholeStreamAsync(group, "s", day));
        Assert.Empty(await Source.ReadWholeGroupAsync(group, day));
    }

    [ContractFact]
    public async Task Both_readers_give_every_event_inside_the_day_and_none_outside()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "s");
        await world.PutAsync(
            group.Name, "s",
            (day.StartMs - 1, "before"), (day.StartMs, "first"), (day.StartMs + 1, "second"),
            (day.EndMs - 1, "last"));
        await world.PutAsync(group.Name, "s", (day.EndMs, "after"));
        string[] inside = ["first", "second", "last"];
        Assert.Equal(inside, (await Source.ReadWholeStreamAsync(group, "s", day)).Select(read => read.Message));
        Assert.Equal(inside, (await Source.ReadWholeGroupAsync(group, day)).Select(read => read.Message));
    }

    [ContractFact]
    public async Task A_stream_is_given_up_to_the_end_of_the_window_and_no_further()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "s");
        await world.PutAsync(group.Name, "s", (day.StartMs, "in"), (day.EndMs - 1, "in"));
        await world.PutAsync(group.Name, "s", (day.EndMs, "out"));
        Assert.Equal(["in", "in"], (await Source.ReadRawStreamAsync(group, "s", day)).Select(read => read.Message));
    }

    [ContractFact]
    public async Task A_group_is_given_up_to_the_end_of_the_window_and_no_further()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "s");
        await world.PutAsync(group.Name, "s", (day.StartMs, "in"), (day.EndMs - 1, "in"));
        await world.PutAsync(group.Name, "s", (day.EndMs, "out"));
        Assert.Equal(["in", "in"], (await Source.ReadRawGroupAsync(group, day)).Select(read => read.Message));
    }

    [ContractFact]
    public async Task Equal_events_are_all_given()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "s");
        await world.PutAsync(group.Name, "s", (day.StartMs, "same"), (day.StartMs, "same"));
        Assert.Equal(2, (await Source.ReadWholeStreamAsync(group, "s", day)).Count);
        Assert.Equal(2, (await Source.ReadWholeGroupAsync(group, day)).Count);
    }

    [ContractFact]
    public async Task More_events_than_a_page_holds_are_each_given_once_and_oldest_first()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "s");
        const int Batches = 3;
        const int BatchEvents = 5_000;
        for (var batch = 0; batch < Batches; batch++)
        {
            await world.PutAsync(
                group.Name, "s",
                [.. Enumerable.Range(batch * BatchEvents, BatchEvents).Select(number => (day.StartMs + number, $"{number}"))]);
        }

        var expected = Enumerable.Range(0, Batches * BatchEvents).Select(number => $"{number}");
        Assert.Equal(expected, (await Source.ReadWholeStreamAsync(group, "s", day)).Select(read => read.Message));
        Assert.Equal(expected, (await Source.ReadWholeGroupAsync(group, day)).Select(read => read.Message));
    }

    [ContractFact]
    public async Task A_group_is_read_in_time_order_across_its_streams()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "a");
        await world.CreateStreamAsync(group.Name, "b");
        await world.PutAsync(group.Name, "a", (day.StartMs + 1, "1"), (day.StartMs + 3, "3"));
        await world.PutAsync(group.Name, "b", (day.StartMs, "0"), (day.StartMs + 2, "2"));
        Assert.Equal(["0", "1", "2", "3"], (await Source.ReadWholeGroupAsync(group, day)).Select(read => read.Message));
    }

    [ContractFact]
    public async Task Any_text_comes_back_as_it_was_put()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "s");
        string[] texts =
        [
            "{\"level\":\"info\",\"path\":\"C:\\\\tmp\"}", "a\tb\u0001\u001f\u007f", "line one\nline two\r\n", "\u2028\u2029\u0085",
            "한국어 🦔 ñ", "</script>&amp;", " leading and trailing ", new string('x', 200_000),
        ];
        await world.PutAsync(group.Name, "s", [.. texts.Select((text, at) => (day.StartMs + at, text))]);
        Assert.Equal(texts, (await Source.ReadWholeStreamAsync(group, "s", day)).Select(read => read.Message));
        Assert.Equal(texts, (await Source.ReadWholeGroupAsync(group, day)).Select(read => read.Message));
    }

    [ContractFact]
    public async Task An_event_of_a_megabyte_comes_back_whole()
    {
        var group = await GroupAsync();
        await world.CreateStreamAsync(group.Name, "s");
        // PutLogEvents takes 1,048,576 bytes a batch, of which each event costs 26.
        var text = new string('\u0001', 1_048_576 - 26);
        await world.PutAsync(group.Name, "s", (day.StartMs, text));
        Assert.Equal(text, (await Source.ReadWholeStreamAsync(group, "s", day)).Single().Message);
        Assert.Equal(text, (await Source.ReadWholeGroupAsync(group, day)).Single().Message);
    }

    [ContractFact]
    public async Task What_is_not_there_is_a_fault_of_kind_not_found()
    {
        var absent = new LogGroup($"{Prefix}/absent");
        await NotFoundAsync(() => Source.ListStreamsAsync(absent, null, CancellationToken.None));
        await NotFoundAsync(() => Source.ReadGroupAsync(absent, day, null, CancellationToken.None));
        await NotFoundAsync(() => Source.ReadStreamAsync(absent, "s", day, null, CancellationToken.None));
        var group = await GroupAsync();
        await NotFoundAsync(() => Source.ReadStreamAsync(group, "absent", day, null, CancellationToken.None));

        static async Task NotFoundAsync(Func<Task> ask) =>
            Assert.Equal(FaultKind.NotFound, (await Assert.ThrowsAsync<ServiceFaultException>(ask)).Kind);
    }

    [ContractFact]
    public async Task A_linked_group_that_is_not_there_is_null()
    {
        var arn = "arn:aws:logs:us-east-1:999999999999:log-group:" + Prefix;
        Assert.Null(await Source.TryFindLinkedGroupAsync(arn, CancellationToken.None));
    }

    [ContractFact]
    public async Task Cancellation_stays_cancellation()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Source.ListGroupsAsync(null, null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Source.ReadGroupAsync(new LogGroup("g"), day, null, cancelled));
    }

    private async Task<LogGroup> GroupAsync()
    {
        await world.CreateGroupAsync(Prefix);
        return await Source.FindGroupAsync(Prefix);
    }

    private static TimeWindow WholeDay(DateTimeOffset now)
    {
        var start = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return new TimeWindow(start.ToUnixTimeMilliseconds(), start.AddDays(1).ToUnixTimeMilliseconds());
    }
}
