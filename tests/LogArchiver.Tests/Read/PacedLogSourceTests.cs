using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;
using LogArchiver.Testing;
using LogArchiver.Testing.Logs;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Tests.Read;

public sealed class PacedLogSourceTests
{
    private static readonly LogGroup Group = new("/app/api");

    private static readonly TimeWindow Window = new(0, 86_400_000);

    private readonly ManualClock clock = new();
    private readonly RequestTally tally = new();
    private readonly RecordedLog log = new();
    private readonly Queue<ServiceFaultException> faults = new();
    private readonly MemoryLogSource memory;
    private readonly RequestPace pace;
    private readonly PacedLogSource source;

    public PacedLogSourceTests()
    {
        memory = new MemoryLogSource { OnRequest = _ => Fail() }.Group("/app/api").Put("web-1", 1, 2, "secret of a customer");
        pace = new RequestPace("us-east-1", clock);
        source = Paced(tally);
    }

    [Fact]
    public async Task A_transient_fault_is_overcome_and_told_without_the_messages()
    {
        Add(FaultKind.Transient, 3);
        Assert.Single((await DriveAsync(source.ListStreamsAsync(Group, null, CancellationToken.None))).Streams);
        Assert.Equal(4, tally.Snapshot().Total);
        Assert.Equal(3, tally.Snapshot().Retries);
        Assert.Equal(0, tally.Snapshot().Throttles);
        var (level, text) = Assert.Single(log.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Equal("Recovered: DescribeLogStreams of /app/api failed with Broken (request r-1) and succeeded at attempt 4", text);
    }

    [Fact]
    public async Task A_transient_fault_that_stays_is_given_up_after_eight_attempts()
    {
        Add(FaultKind.Transient, 100);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => DriveAsync(source.ListStreamsAsync(Group, null, CancellationToken.None)));
        Assert.Equal("r-1", fault.RequestId);
        Assert.Equal(8, PacedLogSource.MostAttempts);
        Assert.Equal(8, tally.Snapshot().Total);
        Assert.Equal(7, tally.Snapshot().Retries);
    }

    [Fact]
    public async Task Throttles_are_never_given_up_and_slow_the_pace()
    {
        Add(FaultKind.Throttled, 50);
        using var page = await DriveAsync(
            source.ReadStreamAsync(Group, "web-1", Window, null, CancellationToken.None));
        Assert.Equal(51, tally.Snapshot().Total);
        Assert.Equal(50, tally.Snapshot().Throttles);
        Assert.InRange(pace.PerSecond("GetLogEvents"), AdaptiveRate.Floor, 5);
        Assert.Equal(20, pace.PerSecond("DescribeLogStreams"));
        Assert.Equal(50, log.Lines.Count(line => line.Level == LogLevel.Debug));
    }

    [Fact]
    public async Task Throttles_that_do_not_end_are_warned_of_once_a_minute()
    {
        Add(FaultKind.Throttled, 50);
        var began = clock.GetUtcNow();
        using var page = await DriveAsync(source.ReadStreamAsync(Group, "web-1", Window, null, CancellationToken.None));
        var warnings = log.Lines.Where(line => line.Level == LogLevel.Warning).ToList();
        Assert.InRange(warnings.Count, 2, (int)(clock.GetUtcNow() - began).TotalMinutes);
        Assert.StartsWith("Throttled: GetLogEvents of /app/api has been refused with Broken for 6", warnings[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Throttles_in_between_do_not_use_up_the_attempts_of_a_transient_fault()
    {
        for (var round = 0; round < 7; round++)
        {
            Add(FaultKind.Throttled, 3);
            Add(FaultKind.Transient, 1);
        }

        await DriveAsync(source.ListGroupsAsync(null, null, CancellationToken.None));
        Assert.Equal(29, tally.Snapshot().Total);
    }

    [Theory]
    [InlineData(FaultKind.Permanent)]
    [InlineData(FaultKind.AccessDenied)]
    [InlineData(FaultKind.NotFound)]
    [InlineData(FaultKind.NotSupported)]
    public async Task A_fault_that_stays_is_thrown_at_once(FaultKind kind)
    {
        Add(kind, 1);
        await Assert.ThrowsAsync<ServiceFaultException>(() => source.ListGroupsAsync(null, null, CancellationToken.None));
        Assert.Equal(1, tally.Snapshot().Total);
        Assert.Equal(0, tally.Snapshot().Retries);
    }

    [Fact]
    public async Task Waiting_for_a_retry_ends_with_cancellation()
    {
        Add(FaultKind.Throttled, 1_000);
        using var stop = new CancellationTokenSource();
        var asked = source.ListGroupsAsync(null, null, stop.Token);
        while (clock.Waiting == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Requests_are_counted_by_operation_and_by_day()
    {
        var otherDay = new RequestTally();
        await source.ListGroupsAsync(null, null, CancellationToken.None);
        await source.TryFindLinkedGroupAsync("arn:aws:logs:us-east-1:1:log-group:/app/api", CancellationToken.None);
        await source.ListGroupNamesByTagsAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "" }, null, CancellationToken.None);
        await source.ListTagsAsync(Group, CancellationToken.None);
        await source.ListStreamsAsync(Group, null, CancellationToken.None);
        (await source.ReadStreamAsync(Group, "web-1", Window, null, CancellationToken.None)).Dispose();
        (await source.ReadGroupAsync(Group, Window, null, CancellationToken.None)).Dispose();
        await Paced(otherDay).ListStreamsAsync(Group, null, CancellationToken.None);

        Assert.Equal(
            "DescribeLogGroups=2 DescribeLogStreams=1 FilterLogEvents=1 GetLogEvents=1 ListLogGroups=1 ListTagsForResource=1",
            string.Join(' ', tally.Snapshot().ByOperation.Select(each => $"{each.Key}={each.Value}")));
        Assert.Equal(7, tally.Snapshot().Total);
        Assert.Equal(1, otherDay.Snapshot().Total);
    }

    [Fact]
    public async Task Counts_are_right_from_many_threads()
    {
        var free = new PacedLogSource(
            new MemoryLogSource().Group("/app/api"), RequestPace.Unlimited("us-east-1", clock), tally, clock, new Random(1), log);
        await Parallel.ForAsync(0, 2_000, async (_, cancellation) => await free.ListGroupsAsync(null, null, cancellation));
        Assert.Equal(2_000, tally.Snapshot().Total);
    }

    private PacedLogSource Paced(RequestTally counts) => new(memory, pace, counts, clock, new Random(1), log);

    private void Add(FaultKind kind, int times)
    {
        for (var time = 1; time <= times; time++)
        {
            faults.Enqueue(new ServiceFaultException(kind, "CloudWatch Logs", "DescribeLogStreams", "Broken", "secret of a customer")
            {
                RequestId = "r-1",
                Subject = "/app/api",
            });
        }
    }

    private void Fail()
    {
        if (faults.TryDequeue(out var fault))
        {
            throw fault;
        }
    }

    /// <summary>Lets time pass whenever somebody waits for it.</summary>
    private async Task<T> DriveAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            if (clock.Waiting > 0)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }

        return await work;
    }
}
