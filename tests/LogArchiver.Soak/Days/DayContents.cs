using System.Text;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Soak.Days;

/// <summary>Makes up the events of a day: at its edges, many in one millisecond, equal lines, odd messages, streams that overlap.</summary>
internal static class DayContents
{
    /// <summary>2026-11-19T00:00:00Z.</summary>
    public const long DayStart = 1_795_046_400_000;

    /// <summary>The first millisecond after that day.</summary>
    public const long DayEnd = DayStart + 86_400_000;

    private static readonly string[] Odd =
    [
        "", " ", "안녕하세요", "two\nlines", "tab\tquote\"back\\slash", "\u2028\u2029", "😀", "\0\u0001\u001f", "{\"json\":true}", "</script>", "\r\n",
    ];

    // As the service may write them: escapes that a decoder must not lose, lone surrogates among them.
    private static readonly string[] OddOnTheWire = ["\\ud83d\\ude00", "\\u00e9", "\\/", "\\ud800", "\\u0000", "\\b\\f"];

    private static readonly string[] StreamNames =
        ["web-1", "web-2", "2026/11/19/[$LATEST]0a1b", "한글", "a", "A", "b/c", "\u00e9", "zz", "😀-stream", "0", "~"];

    /// <summary>The events of a day, some of the days around it among them, in the order in which they are put.</summary>
    public static IReadOnlyList<KnownEvent> Draw(Random random)
    {
        var streams = random.Next(12) == 0
            ? [.. Enumerable.Range(0, random.Next(51, 70)).Select(number => $"task/{number:D3}")]
            : StreamNames.OrderBy(_ => random.Next()).Take(random.Next(1, 9)).ToArray();
        var count = random.Next(10) switch { 0 => 0, 1 => 1, < 8 => random.Next(2, 250), _ => random.Next(250, 1200) };
        var padding = random.Next(4) == 0 ? random.Next(50, 1500) : random.Next(0, 50);
        var busy = Enumerable.Range(0, 3).Select(_ => DayStart + random.NextInt64(86_400_000)).ToArray();
        var shape = random.Next(4);
        var events = new List<KnownEvent>(count);
        for (var id = 1; id <= count; id++)
        {
            if (events.Count > 0 && random.Next(15) == 0)
            {
                // A line that was logged twice is to be archived twice.
                events.Add(events[random.Next(events.Count)]);
                continue;
            }

            var timestamp = TimeOf(random, shape, busy, id, count);
            var ingestion = random.Next(3) == 0 ? DayEnd + 1000 : timestamp + random.Next(5000);
            events.Add(new KnownEvent(
                id, streams[random.Next(streams.Length)], timestamp, ingestion, MessageOf(random, id, padding)));
        }

        return events;
    }

    private static long TimeOf(Random random, int shape, long[] busy, int id, int count) => random.Next(25) switch
    {
        0 => DayStart,
        1 => DayStart - 1,
        2 => DayEnd - 1,
        3 => DayEnd,
        4 => DayStart - random.Next(1, 100_000),
        5 => DayEnd + random.Next(1, 100_000),
        _ => shape switch
        {
            0 => DayStart + random.NextInt64(86_400_000),
            1 => busy[random.Next(busy.Length)] is var moment && moment + 2 < DayEnd ? moment + random.Next(3) : DayEnd - 1,
            2 => DayStart + (86_399_999L * id / count),
            _ => random.Next(2) == 0 ? busy[0] : DayStart + random.NextInt64(86_400_000),
        },
    };

    private static string MessageOf(Random random, int id, int padding)
    {
        var text = new StringBuilder(KnownEvent.Mark(id)).Append(' ');
        for (var left = padding; left > 0; left--)
        {
            text.Append((char)random.Next('a', 'z' + 1));
        }

        var escaped = WireJson.Escape(text.ToString() + (random.Next(4) == 0 ? Odd[random.Next(Odd.Length)] : ""));
        return random.Next(8) == 0 ? escaped + OddOnTheWire[random.Next(OddOnTheWire.Length)] : escaped;
    }
}
