using System.IO.Compression;
using System.Text;

namespace LogArchiver.Flow.Tests.Memory;

/// <summary>Archived days for whoever reads them back.</summary>
internal static class ArchivedDay
{
    /// <summary>Archives a day of made-up events, with odd characters in streams and messages and several in one millisecond.</summary>
    /// <param name="payload">How.</param>
    /// <param name="events">How many events.</param>
    /// <param name="pagesEach">Requests for pages after which each invocation is told to stop; <see cref="int.MaxValue"/> for one invocation.</param>
    public static async Task<FlowWorld> MakeAsync(string payload, int events, int pagesEach)
    {
        var world = new FlowWorld { Logs = new() { PageEvents = 10 }, Limits = FlowWorld.SmallLimits };
        world.Logs.Group(FlowWorld.Group);
        var random = new Random(events);
        for (var number = 0; number < events; number++)
        {
            var at = FlowWorld.DayStart + (86_400_000L / events * (number - (number % (1 + random.Next(4)))));
            world.Logs.Put($"s \"{random.Next(3)}\"", at, at + random.Next(3), $"event {number} \u001b/\n\"é");
        }

        if (pagesEach == int.MaxValue)
        {
            await world.RunOneAsync(payload);
        }
        else
        {
            await world.RunInPiecesAsync(payload, pagesEach);
        }

        return world;
    }

    /// <summary>The text as a gzip member.</summary>
    public static byte[] Gzip(string text)
    {
        using var file = new MemoryStream();
        using (var member = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            member.Write(Encoding.UTF8.GetBytes(text));
        }

        return file.ToArray();
    }
}
