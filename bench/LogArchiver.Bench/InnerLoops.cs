using System.Text;
using BenchmarkDotNet.Attributes;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Read;
using LogArchiver.Sort;

namespace LogArchiver.Bench;

/// <summary>The path of one page of 1 MB from the wire's bytes to the file, stage by stage.</summary>
[MemoryDiagnoser]
public class InnerLoops
{
    private EventSlot[] spare = new EventSlot[1024];
    private const long StartMs = 1_795_046_400_000;
    /// <summary>Pages of the benchmark that takes several.</summary>
    public const int PageCount = 8;

    private readonly EventBuffer sorted = new(4 << 20);
    private readonly EventBuffer buffer = new(4 << 20);
    private readonly EventBuffer manyPages = new(32 << 20);
    private readonly byte[] line = new byte[1 << 20];
    private readonly string path = Path.Combine(AppContext.BaseDirectory, "inner-loops.gz");
    private byte[] json = [];
    private EventPage page = null!;
    private byte[][] pageJson = [];
    private EventPage[] pages = [];
    private readonly byte[][] streams = [.. Enumerable.Range(0, PageCount).Select(stream => Encoding.ASCII.GetBytes($"2026/11/19/web-{stream}"))];

    /// <summary>What the messages are.</summary>
    [ParamsAllValues]
    public SampleLines Lines { get; set; }

    /// <summary>Bytes of the page on the wire.</summary>
    public int PageBytes => json.Length;

    /// <summary>Events on the page.</summary>
    public int Events => page.Events.Length;

    /// <summary>Parses the page once and sorts it once.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        json = SamplePages.Json(Lines, StartMs, seed: 1);
        page = SamplePages.Parse(json);
        pageJson = [.. Enumerable.Range(0, PageCount).Select(seed => SamplePages.Json(Lines, StartMs + seed, seed))];
        pages = [.. pageJson.Select(SamplePages.Parse)];
        Fill(sorted, page, streams[0]);
        sorted.Sort();
    }

    /// <summary>JSON to the list of where each event lies.</summary>
    [Benchmark]
    public int Parse()
    {
        using var parsed = SamplePages.Parse(json);
        return parsed.Events.Length;
    }

    /// <summary>The same by the framework's reader, which takes over where a page is unusual.</summary>
    [Benchmark]
    public int ParseFully()
    {
        var slots = spare;
        var outline = EventPageParser.ReadFully(json, ref slots);
        spare = slots;
        return outline.Events;
    }

    /// <summary>Page to sort buffer, in order as pages mostly are.</summary>
    [Benchmark]
    public int Sort()
    {
        buffer.Clear();
        Fill(buffer, page, streams[0]);
        buffer.Sort();
        return buffer.Count;
    }

    /// <summary>Pages of eight streams, one after another and all of the same time, to sort buffer.</summary>
    [Benchmark(OperationsPerInvoke = PageCount)]
    public int SortInterleaved()
    {
        manyPages.Clear();
        for (var one = 0; one < pages.Length; one++)
        {
            Fill(manyPages, pages[one], streams[one]);
        }

        manyPages.Sort();
        return manyPages.Count;
    }

    /// <summary>Events to ndjson lines, in memory.</summary>
    [Benchmark]
    public int WriteLines()
    {
        var writer = LineWriter.For(LineFormat.Ndjson);
        using var events = sorted.Walk();
        var bytes = 0;
        while (events.MoveNext())
        {
            writer.MaxBytes(events);
            bytes += writer.Write(events, line);
        }

        return bytes;
    }

    /// <summary>All of it: pages of eight streams, from JSON to the compressed file.</summary>
    [Benchmark(OperationsPerInvoke = PageCount)]
    public long WholePath()
    {
        manyPages.Clear();
        for (var one = 0; one < pages.Length; one++)
        {
            using var parsed = SamplePages.Parse(pageJson[one]);
            Fill(manyPages, parsed, streams[one]);
        }

        manyPages.Sort();
        return Pack(Compression.Gzip, manyPages);
    }

    /// <summary>Events to the file, not compressed: lines, SHA-256, CRC-32 and the writing.</summary>
    [Benchmark]
    public long PackPlain() => Pack(Compression.None, sorted);

    /// <summary>Events to the file, compressed.</summary>
    [Benchmark]
    public long PackGzip() => Pack(Compression.Gzip, sorted);

    /// <summary>The ndjson lines of several pages, in order.</summary>
    internal byte[] SeveralPagesOfLines()
    {
        SortInterleaved();
        var writer = LineWriter.For(LineFormat.Ndjson);
        using var events = manyPages.Walk();
        using var lines = new MemoryStream();
        while (events.MoveNext())
        {
            writer.MaxBytes(events);
            lines.Write(line, 0, writer.Write(events, line));
        }

        return lines.ToArray();
    }

    private long Pack(Compression compression, EventBuffer from)
    {
        File.Delete(path);
        using var events = from.Walk();
        using var packer = new ArchivePacker(path, LineFormat.Ndjson, compression, 1000);
        packer.Append(events, long.MaxValue, default);
        return packer.Finish().StoredBytes;
    }

    private static void Fill(EventBuffer buffer, EventPage page, byte[] stream)
    {
        var position = 0;
        foreach (ref readonly var slot in page.Events)
        {
            buffer.TryAdd(0, slot.Timestamp, slot.IngestionTime, position++, 0, stream, page[slot.Message]);
        }
    }
}
