using System.Text.Json;
using LogArchiver.Discover;
using LogArchiver.Plan;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>An event as a test sees it.</summary>
internal sealed record ReadEvent(long TimestampMs, string Stream, string Message);

/// <summary>Follows listings and reads to their ends, as a caller of the port does.</summary>
internal static class LogsReading
{
    /// <summary>No test needs more pages; a source that never ends fails instead of hanging.</summary>
    private const int MostPages = 200;

    /// <summary>Every event given, also those outside the window.</summary>
    public static Task<List<ReadEvent>> ReadRawStreamAsync(this ILogSource source, LogGroup group, string stream, TimeWindow window) =>
        ReadAsync(token => source.ReadStreamAsync(group, stream, window, token, CancellationToken.None));

    /// <summary>Every event given, also those outside the window.</summary>
    public static Task<List<ReadEvent>> ReadRawGroupAsync(this ILogSource source, LogGroup group, TimeWindow window) =>
        ReadAsync(token => source.ReadGroupAsync(group, window, token, CancellationToken.None));

    /// <summary>What is inside the window: a source may give more, and leaving that out is the caller's part.</summary>
    public static async Task<List<ReadEvent>> ReadWholeStreamAsync(
        this ILogSource source, LogGroup group, string stream, TimeWindow window) =>
        (await source.ReadRawStreamAsync(group, stream, window)).FindAll(read => window.Contains(read.TimestampMs));

    /// <summary>What is inside the window.</summary>
    public static async Task<List<ReadEvent>> ReadWholeGroupAsync(this ILogSource source, LogGroup group, TimeWindow window) =>
        (await source.ReadRawGroupAsync(group, window)).FindAll(read => window.Contains(read.TimestampMs));

    public static Task<List<LogGroup>> ListAllGroupsAsync(this ILogSource source, string? prefix) => FollowAsync(async token =>
    {
        var page = await source.ListGroupsAsync(prefix, token, CancellationToken.None);
        return (page.Groups, page.NextToken);
    });

    public static Task<List<LogStream>> ListAllStreamsAsync(this ILogSource source, LogGroup group) => FollowAsync(async token =>
    {
        var page = await source.ListStreamsAsync(group, token, CancellationToken.None);
        return (page.Streams, page.NextToken);
    });

    public static async Task<LogGroup> FindGroupAsync(this ILogSource source, string name) =>
        (await source.ListAllGroupsAsync(name)).Single(group => group.Name == name);

    private static Task<List<ReadEvent>> ReadAsync(Func<string?, Task<EventPage>> ask) => FollowAsync(async token =>
    {
        using var page = await ask(token);
        var events = new List<ReadEvent>();
        foreach (var slot in page.Events)
        {
            events.Add(new ReadEvent(slot.Timestamp, Text(page[slot.Stream]), Text(page[slot.Message])));
        }

        return ((IReadOnlyList<ReadEvent>)events, page.NextToken);
    });

    private static async Task<List<T>> FollowAsync<T>(Func<string?, Task<(IReadOnlyList<T> Items, string? Next)>> ask)
    {
        var all = new List<T>();
        string? token = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            (var items, token) = await ask(token);
            all.AddRange(items);
            if (token is null)
            {
                return all;
            }
        }

        throw new InvalidOperationException($"No end after {MostPages} pages.");
    }

    private static string Text(ReadOnlySpan<byte> json)
    {
        byte[] quoted = [(byte)'"', .. json, (byte)'"'];
        return JsonSerializer.Deserialize<string>(quoted) ?? "";
    }
}
