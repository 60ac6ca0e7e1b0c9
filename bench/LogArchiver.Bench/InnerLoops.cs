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
    private readonly byte[] json = SamplePages.Json(1_795_046_400_000, seed: 1);
    private readonly EventBuffer sorted = new(4 << 20);
    private readonly EventBuffer buffer = new(4 << 20);
    private readonly byte[] line = new byte[1 << 20];
    private readonly string path = Path.Combine(AppContext.BaseDirectory, "inner-loops.gz");
    private EventPage page = null!;

    /// <summary>Parses the page once and sorts it once.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        page = SamplePages.Parse(json);
        Fill(sorted, page);
        sorted.Sort();
    }

    /// <summary>JSON to the list of where each event lies.</summary>
    [Benchmark]
    public int Parse()
    {
        using var parsed = SamplePages.Parse(json);
        return parsed.Events.Length;
    }

    /// <summary>Page to sort buffer, in order as pages mostly are.</summary>
    [Benchmark]
    public int Sort()
    {
        buffer.Clear();
        Fill(buffer, page);
        buffer.Sort();
        return buffer.Count;
    }

    /// <summary>Events to ndjson lines, in memory.</summary>
    [Benchmark]
    public int Lines()
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

    /// <summary>Events to the file, not compressed: lines, SHA-256, CRC-32 and the writing.</summary>
    [Benchmark]
    public long PackPlain() => Pack(Compression.None);

    /// <summary>Events to the file, compressed.</summary>
    [Benchmark]
    public long PackGzip() => Pack(Compression.Gzip);

    private long Pack(Compression compression)
    {
        File.Delete(path);
        using var events = sorted.Walk();
        using var packer = new ArchivePacker(path, LineFormat.Ndjson, compression, 1000);
        packer.Append(events, long.MaxValue, CancellationToken.None);
        return packer.Finish().StoredBytes;
    }

    private static void Fill(EventBuffer buffer, EventPage page)
    {
        var position = 0;
        foreach (ref readonly var slot in page.Events)
        {
            buffer.TryAdd(slot.Timestamp, slot.IngestionTime, position++, 0, "web-1"u8, page[slot.Message]);
        }
    }
}
