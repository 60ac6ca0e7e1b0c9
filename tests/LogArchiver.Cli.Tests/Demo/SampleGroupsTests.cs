using LogArchiver.Cli.Demo.Samples;

namespace LogArchiver.Cli.Tests.Demo;

public class SampleGroupsTests
{
    private static readonly DateOnly Date = new(2026, 11, 19);

    [Fact]
    public void The_same_date_and_seed_make_the_same_events()
    {
        var (one, other) = (SampleGroups.Make(Date, 7), SampleGroups.Make(Date, 7));
        Assert.Equal(All(one), All(other));
        Assert.NotEqual(All(one), All(SampleGroups.Make(Date, 8)));
    }

    [Fact]
    public void Every_stream_is_in_order() => Assert.All(
        SampleGroups.Make(Date, 7).SelectMany(group => group.Streams),
        stream => Assert.Equal(stream.Events.OrderBy(one => one.TimestampMs), stream.Events));

    [Fact]
    public void There_are_tens_of_thousands_of_events_in_five_groups()
    {
        var groups = SampleGroups.Make(Date, 7);
        Assert.Equal(5, groups.Count);
        Assert.InRange(groups.Sum(group => group.EventCount), 40_000, 90_000);
        Assert.Equal(120, groups.Single(group => group.Name == "/aws/lambda/demo-thumbnails").Streams.Count);
    }

    [Fact]
    public void The_day_has_events_at_its_very_edges_and_just_outside()
    {
        var day = SampleGroups.DayOf(Date);
        var times = SampleGroups.Make(Date, 7).Single(group => group.Name == "/demo/chat/messages")
            .Streams[0].Events.Select(one => one.TimestampMs).ToHashSet();
        Assert.All([day.StartMs - 1, day.StartMs, day.EndMs - 1, day.EndMs], at => Assert.Contains(at, times));
    }

    [Fact]
    public void Lambda_messages_end_in_a_newline_and_stack_traces_have_lines()
    {
        var groups = SampleGroups.Make(Date, 7);
        Assert.All(
            groups.Single(group => group.Name == "/aws/lambda/demo-thumbnails").Streams.SelectMany(stream => stream.Events),
            one => Assert.EndsWith("\n", one.Message, StringComparison.Ordinal));
        Assert.Contains(
            groups.Single(group => group.Name == "/demo/java/orders").Streams.SelectMany(stream => stream.Events),
            one => one.Message.Contains("\n\tat ", StringComparison.Ordinal));
    }

    private static IEnumerable<SampleEvent> All(IEnumerable<SampleGroup> groups) =>
        groups.SelectMany(group => group.Streams).SelectMany(stream => stream.Events);
}
