using System.Globalization;
using LogArchiver.Outcome;
using LogArchiver.Ports;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>While a slice is packed and sent ahead the next one is read; whatever happens to one of the two, the other is ended in order
/// and the archive is the same.</summary>
public sealed class ReadingBesidePackingTests : IDisposable
{
    private const string ByGroup = """{"reader":"group"}""";
    private const int ProbePages = 2;
    private const int PageEvents = 10;

    // The first page of the slice that follows the probe.
    private const int FirstAhead = ProbePages + 1;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly FlowWorld world = new()
    {
        Logs = new() { PageEvents = PageEvents },
        // Nothing may wait, so every slice is sent ahead and saved.
        Limits = new() { SortBufferBytes = 3000, RunBytes = 60_000, SliceBytes = 6000, FileBytes = 0, ProbePages = ProbePages, LanesAtOnce = 1 },
    };

    private readonly TaskCompletionSource reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource sending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int pages;

    public void Dispose()
    {
        Assert.Empty(world.Scratch);
        world.Dispose();
    }

    [Fact]
    public async Task The_slice_after_the_probe_is_read_while_the_probe_is_packed_and_sent()
    {
        Fill(300);
        world.Store.BeforeEach = (operation, _) => WhenSending(operation, () => Await(reading.Task));
        world.Logs.BeforeAnswer = (request, token) => WhenReadingAhead(request, () => sending.Task.WaitAsync(Long, token));
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync(ByGroup)).Ending);
        Assert.True(reading.Task.IsCompleted && sending.Task.IsCompleted);
        await SameAsWholeAsync();
    }

    [Fact]
    public async Task A_fault_of_reading_ahead_is_the_days_fault_and_ends_the_packing()
    {
        Fill(300);
        world.Store.BeforeEach = (operation, _) => WhenSending(operation, () => Await(reading.Task));
        world.Logs.BeforeAnswer = (request, token) => WhenReadingAhead(request, async () =>
        {
            await sending.Task.WaitAsync(Long, token);
            throw Denied("FilterLogEvents");
        });
        var fault = (await world.RunOneAsync(ByGroup)).Fault!;
        Assert.Equal(("Read", FlowWorld.Group, false), (fault.Stage, fault.Subject, fault.IsBug));
        Assert.StartsWith("CloudWatch Logs FilterLogEvents", fault.Cause, StringComparison.Ordinal);
        await TheNextRunSealsItAsync();
    }

    [Fact]
    public async Task A_fault_of_packing_is_the_days_fault_and_ends_the_reading()
    {
        Fill(300);
        world.Store.BeforeEach = (operation, _) => WhenSending(operation, () =>
        {
            Await(reading.Task);
            throw Denied("CreateMultipartUpload");
        });
        // This answer never comes: only being stopped ends the reading.
        world.Logs.BeforeAnswer = (request, token) => WhenReadingAhead(request, () => Never(token));
        var fault = (await world.RunOneAsync(ByGroup)).Fault!;
        Assert.Equal(("Upload", false), (fault.Stage, fault.IsBug));
        Assert.StartsWith("CloudWatch Logs CreateMultipartUpload", fault.Cause, StringComparison.Ordinal);
        await TheNextRunSealsItAsync();
    }

    [Fact]
    public async Task Told_to_stop_at_once_both_end_and_nothing_stays_in_scratch_space()
    {
        Fill(300);
        world.Store.BeforeEach = (operation, _) => WhenSending(operation, () => Await(reading.Task));
        world.Logs.BeforeAnswer = (request, token) => WhenReadingAhead(request, async () =>
        {
            await world.StopNow.CancelAsync();
            await Never(token);
        });
        Assert.Equal(Ending.Paused, (await world.RunOneAsync(ByGroup)).Ending);
        Assert.Empty(world.Scratch);
    }

    [Fact]
    public async Task What_has_been_read_ahead_when_time_runs_out_is_packed_too()
    {
        Fill(300);
        world.Logs.OnRequest = request =>
        {
            if (IsPage(request) && Interlocked.Increment(ref pages) == FirstAhead + 1)
            {
                world.StopStarting.Cancel();
            }
        };
        var outcome = await world.RunOneAsync(ByGroup);
        // Of the last page at each halt the last event is left, since another of its millisecond might follow.
        Assert.Equal(Ending.Paused, outcome.Ending);
        Assert.InRange(outcome.Events, (FirstAhead * PageEvents) - 2, (FirstAhead + 1) * PageEvents);
        await TheNextRunSealsItAsync();
    }

    [Fact]
    public async Task What_has_been_read_ahead_is_thrown_away_where_packing_ended_before_its_slice()
    {
        const int Probed = 80_000;
        using var large = new FlowWorld { Logs = new() { PageEvents = 10_000 }, Limits = new() { ProbePages = Probed / 10_000 } };
        Fill(large, Probed + 15_000);
        using var stop = new CancellationTokenSource();
        large.Progress = new Told(stage =>
        {
            if (stage == Stage.Pack && !stop.IsCancellationRequested)
            {
                Await(reading.Task);
                stop.Cancel();
            }
        });
        large.Logs.OnRequest = request =>
        {
            if (IsPage(request) && Interlocked.Increment(ref pages) == (Probed / 10_000) + 1)
            {
                reading.SetResult();
            }
        };
        var outcome = await large.RunOneAsync(ByGroup, stop.Token);
        Assert.Equal(Ending.Paused, outcome.Ending);
        Assert.InRange(outcome.Events, 1, Probed - 2);
        large.Logs.OnRequest = null;
        Assert.Equal(Ending.Sealed, (await large.RunOneAsync(ByGroup, CancellationToken.None)).Ending);
        Assert.Equal(Probed + 15_000, large.Manifest().Events);
        using var roomy = new FlowWorld { Logs = large.Logs };
        await roomy.RunOneAsync("""{"reader":"streams"}""");
        Assert.Equal(roomy.Text(FlowWorld.FileKey), large.Text(FlowWorld.FileKey));
        Assert.Empty(large.Scratch);
    }

    [Theory]
    [InlineData("LogEvents", false)]
    [InlineData("LogEvents", true)]
    [InlineData("TryPut", false)]
    [InlineData("TryPut", true)]
    [InlineData("BeginUpload", true)]
    public async Task Stopped_at_any_step_of_either_side_the_day_is_gone_on_with_and_is_the_same(string step, bool atOnce)
    {
        var isLast = false;
        for (var nth = 1; !isLast; nth++)
        {
            using var one = new FlowWorld { Logs = new() { PageEvents = PageEvents }, Limits = world.Limits };
            Fill(one, 200);
            using var stop = new CancellationTokenSource();
            var seen = 0;
            void See(string asked)
            {
                if (asked.Contains(step, StringComparison.Ordinal) && Interlocked.Increment(ref seen) == nth)
                {
                    (atOnce ? one.StopNow : stop).Cancel();
                }
            }

            one.Logs.OnRequest = See;
            one.Store.BeforeEach = (operation, _) => See(operation);
            await one.RunOneAsync(ByGroup, stop.Token);
            isLast = seen < nth;
            one.Logs.OnRequest = null;
            one.Store.BeforeEach = null;
            Assert.Empty(one.Scratch);
            using var next = new FlowWorld { Logs = one.Logs, Limits = one.Limits, Store = one.Store };
            await next.RunOneAsync(ByGroup);
            Assert.Equal(200, next.Manifest().Events);
            Assert.Equal(Enumerable.Range(0, 200).Select(Message), next.Messages());
            Assert.InRange(nth, 1, 100);
        }
    }

    private static bool IsPage(string request) => request.Contains("LogEvents", StringComparison.Ordinal);

    private static string Message(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    // Called on a thread that does the work of packing, which knows no awaiting.
    private static void Await(Task task) => Assert.True(task.Wait(Long, CancellationToken.None), "the other side never began");

    private static Task Never(CancellationToken cancellationToken) => new TaskCompletionSource().Task.WaitAsync(cancellationToken);

    private static ServiceFaultException Denied(string operation) =>
        new(FaultKind.AccessDenied, "CloudWatch Logs", operation, "AccessDeniedException", "not allowed");

    private static void Fill(FlowWorld world, int events)
    {
        world.Logs.Group(FlowWorld.Group);
        for (var number = 0; number < events; number++)
        {
            var at = FlowWorld.DayStart + (number * (86_400_000L / events));
            world.Logs.Put($"s{number % 3}", at, at, Message(number));
        }
    }

    private void Fill(int events) => Fill(world, events);

    private void WhenSending(string operation, Action act)
    {
        if (operation == "BeginUpload" && sending.TrySetResult())
        {
            act();
        }
    }

    private Task WhenReadingAhead(string request, Func<Task> act) =>
        IsPage(request) && Interlocked.Increment(ref pages) == FirstAhead && reading.TrySetResult() ? act() : Task.CompletedTask;

    private async Task TheNextRunSealsItAsync()
    {
        world.Store.BeforeEach = null;
        (world.Logs.OnRequest, world.Logs.BeforeAnswer) = (null, null);
        Assert.Empty(world.Scratch);
        Assert.Equal(Ending.Sealed, (await world.RunOneAsync(ByGroup, CancellationToken.None)).Ending);
        await SameAsWholeAsync();
    }

    private async Task SameAsWholeAsync()
    {
        using var roomy = new FlowWorld { Logs = world.Logs };
        (world.Logs.OnRequest, world.Logs.BeforeAnswer) = (null, null);
        await roomy.RunOneAsync("""{"reader":"streams"}""");
        Assert.Equal(roomy.Text(FlowWorld.FileKey), world.Text(FlowWorld.FileKey));
    }

    private sealed class Told(Action<Stage> tell) : IProgress<DayProgress>
    {
        public void Report(DayProgress value) => tell(value.Stage);
    }
}
