using System.Globalization;
using LogArchiver.Discover;
using LogArchiver.Soak.Chaos;
using LogArchiver.Testing.Logs;

namespace LogArchiver.Soak.Days;

/// <summary>One day to archive and how: all of it drawn from the seed and the day's number.</summary>
internal sealed class DayCase
{
    /// <summary>The group.</summary>
    public const string Group = "/soak/day";

    private static readonly string[] Formats = ["ndjson", "ndjson", "text", "raw"];
    private static readonly string[] Readers = ["streams", "group", "auto"];

    private readonly Random random;
    private readonly string fixedFields;

    /// <summary>Draws it.</summary>
    public DayCase(int seed, int number)
    {
        random = new Random(HashCode(seed, number));
        Name = string.Create(CultureInfo.InvariantCulture, $"{seed}.{number}");
        Events = DayContents.Draw(random);
        var format = Formats[random.Next(Formats.Length)];
        var compression = random.Next(2) == 0 ? "gzip" : "none";
        var most = random.Next(6) == 0 ? string.Create(CultureInfo.InvariantCulture, $",\"maxMergedBytes\":{random.Next(5, 40) * 1000}") : "";
        IsSplit = most.Length > 0;
        fixedFields = $"\"format\":\"{format}\",\"compression\":\"{compression}\"{most}";
        PageEvents = random.Next(4) == 0 ? random.Next(100, 2000) : random.Next(1, 60);
        EmptyPages = random.Next(3) == 0 ? random.Next(1, 3) : 0;
        LeaksAtEnd = random.Next(2) == 0;
    }

    /// <summary>What the fates of its calls are drawn from.</summary>
    public string Name { get; }

    /// <summary>Its events, and some of the days around it.</summary>
    public IReadOnlyList<KnownEvent> Events { get; }

    /// <summary>Most events in a page.</summary>
    public int PageEvents { get; }

    /// <summary>Empty pages before each with events.</summary>
    public int EmptyPages { get; }

    /// <summary>Whether the service lets the window's end in.</summary>
    public bool LeaksAtEnd { get; }

    /// <summary>Whether it may become too large for one object.</summary>
    public bool IsSplit { get; }

    /// <summary>The ids in the order of the archive.</summary>
    public IReadOnlyList<int> Expected => KnownEvent.InOrder(Events, DayContents.DayStart, DayContents.DayEnd);

    /// <summary>The logs world that holds it.</summary>
    public MemoryLogSource World()
    {
        var world = new MemoryLogSource { PageEvents = PageEvents, EmptyPages = EmptyPages, LeaksAtEnd = LeaksAtEnd }
            .Group(new LogGroup(Group));
        foreach (var known in Events)
        {
            world.PutJson(known.Stream, known.TimestampMs, known.IngestionMs, known.Escaped);
        }

        return world;
    }

    /// <summary>The payload of an attempt; the reader may be another each time, for it never decides the bytes.</summary>
    public string Payload(string? reader = null) =>
        $$"""{"logGroups":"{{Group}}","bucket":"soak","date":"2026-11-19","reader":"{{reader ?? Readers[random.Next(Readers.Length)]}}",{{fixedFields}}}""";

    /// <summary>Limits of an attempt, from roomy to hardly any.</summary>
    public ArchiverLimits Limits() => random.Next(5) == 0
        ? new ArchiverLimits()
        : new ArchiverLimits
        {
            SortBufferBytes = random.Next(4000, 60_000),
            MergeWidth = random.Next(2, 8),
            MergeBufferBytes = random.Next(64, 4096),
            RunsPastCache = random.Next(2) == 0,
            PagesWaiting = random.Next(1, 5),
            StreamsAtOnce = random.Next(1, 6),
            LanesAtOnce = random.Next(1, 5),
            LaneBytes = random.Next(500, 20_000),
            ProbePages = random.Next(1, 6),
            SliceBytes = random.Next(4000, 120_000),
            RunBytes = random.Next(60_000, 400_000),
            FileBytes = random.Next(3000, 200_000),
            PartBytes = random.Next(1000, 30_000),
        };

    /// <summary>How much goes wrong in an attempt.</summary>
    public Trouble Trouble() => Chaos.Trouble.Draw(random);

    /// <summary>Chance for whatever else an attempt needs.</summary>
    public Random Chance => random;

    // The same in every process, which HashCode.Combine is not.
    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) + (number * 16_777_619) + 97);
}
