using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using LogArchiver.Pack;
using LogArchiver.Plan;
using LogArchiver.Sort;
using LogArchiver.Testing;
using LogArchiver.Tests.Sort;

namespace LogArchiver.Tests.Pack;

public sealed class ArchivePackerTests : IDisposable
{
    private const long Noon = 1_763_553_600_000;

    private static readonly SampleEvent[] Events =
    [
        new(Noon, Noon + 250, "web-1", 0, """{\"level\":\"info\",\"path\":\"/health\"}"""),
        new(Noon + 1, Noon + 250, "2025/11/19/[$LATEST]ab\"c", 1, """START RequestId: 1\n"""),
        new(Noon + 1, Noon + 999, "web-1", 2, """Exception\n\tat Main\n😀 \ud800"""),
        new(Noon + 86_399_999, Noon + 86_400_000, "web-1", 3, string.Empty),
    ];

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ndjson_lines_hold_everything_the_service_said() => Assert.Equal(
        """
        {"timestamp":"2025-11-19T12:00:00.000Z","ingestionTime":"2025-11-19T12:00:00.250Z","logStream":"web-1","message":"{\"level\":\"info\",\"path\":\"/health\"}"}
        {"timestamp":"2025-11-19T12:00:00.001Z","ingestionTime":"2025-11-19T12:00:00.250Z","logStream":"2025/11/19/[$LATEST]ab\"c","message":"START RequestId: 1\n"}
        {"timestamp":"2025-11-19T12:00:00.001Z","ingestionTime":"2025-11-19T12:00:00.999Z","logStream":"web-1","message":"Exception\n\tat Main\n😀 \ud800"}
        {"timestamp":"2025-11-20T11:59:59.999Z","ingestionTime":"2025-11-20T12:00:00.000Z","logStream":"web-1","message":""}

        """,
        Text(Pack(LineFormat.Ndjson, Compression.Gzip)));

    [Fact]
    public void Text_lines_are_time_and_message_and_end_in_one_newline() => Assert.Equal(
        """
        2025-11-19T12:00:00.000Z {"level":"info","path":"/health"}
        2025-11-19T12:00:00.001Z START RequestId: 1
        2025-11-19T12:00:00.001Z Exception
        """ + "\n\tat Main\n😀 \uFFFD\n2025-11-20T11:59:59.999Z \n",
        Text(Pack(LineFormat.Text, Compression.Gzip)));

    [Fact]
    public void Raw_lines_are_the_messages_alone() => Assert.Equal(
        "{\"level\":\"info\",\"path\":\"/health\"}\nSTART RequestId: 1\nException\n\tat Main\n😀 \uFFFD\n\n",
        Text(Pack(LineFormat.Raw, Compression.None), Compression.None));

    [Theory]
    [InlineData(LineFormat.Ndjson, Compression.Gzip, 4)]
    [InlineData(LineFormat.Ndjson, Compression.None, 4)]
    [InlineData(LineFormat.Text, Compression.Gzip, 6)]
    [InlineData(LineFormat.Raw, Compression.None, 6)]
    public void Counts_and_hashes_are_those_of_the_file(LineFormat format, Compression compression, int lines)
    {
        var file = Pack(format, compression);
        var stored = File.ReadAllBytes(file.Path);
        var raw = Encoding.UTF8.GetBytes(Text(file, compression));
        var crc = new Crc32();
        crc.Append(stored);
        Assert.Equal(
            new PackedFile
            {
                Path = file.Path,
                StoredBytes = stored.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(stored)),
                Crc32 = crc.Base64,
                RawBytes = raw.Length,
                RawSha256 = Convert.ToHexStringLower(SHA256.HashData(raw)),
                Events = 4,
                Lines = lines,
                FirstMs = Noon,
                LastMs = Noon + 86_399_999,
                Streams = 2,
                StreamsExact = true,
            },
            file);
    }

    [Fact]
    public void When_time_runs_out_it_ends_with_a_whole_millisecond_and_says_which()
    {
        var buffer = new EventBuffer(32 << 20);
        for (var number = 0; number < 200_000; number++)
        {
            Assert.True(new SampleEvent(Noon + (number / 100), 0, "s", number, "x").TryAddTo(buffer));
        }

        using var events = buffer.Walk();
        using var packer = new ArchivePacker(Path.Combine(folder.Path, "file"), LineFormat.Raw, Compression.None, 1);
        var end = packer.Append(events, long.MaxValue, new RunTokens(new CancellationToken(canceled: true), CancellationToken.None));
        var file = packer.Finish();
        Assert.InRange(file.Events, 60_000, 80_000);
        Assert.Equal((end - Noon) * 100, file.Events);
    }

    [Fact]
    public void The_same_events_give_the_same_bytes() =>
        Assert.Equal(Pack(LineFormat.Ndjson, Compression.Gzip).Sha256, Pack(LineFormat.Ndjson, Compression.Gzip).Sha256);

    [Fact]
    public void Streams_beyond_the_limit_are_counted_as_at_least_so_many()
    {
        var file = Pack(LineFormat.Raw, Compression.None, streamsCounted: 1);
        Assert.Equal((1, false), (file.Streams, file.StreamsExact));
    }

    [Fact]
    public void Lines_larger_than_the_buffer_pass_through_whole()
    {
        var message = string.Concat(Enumerable.Repeat("\\u0001", 1_000_000));
        var file = Pack(LineFormat.Ndjson, Compression.Gzip, events: [new(Noon, Noon, "s", 0, message), .. Events]);
        Assert.Equal(5, file.Lines);
        Assert.Contains($"\"message\":\"{message}\"}}\n", Text(file), StringComparison.Ordinal);
    }

    private PackedFile Pack(LineFormat format, Compression compression, int streamsCounted = 100, SampleEvent[]? events = null)
    {
        var buffer = new EventBuffer(16 << 20);
        foreach (var one in events ?? Events)
        {
            Assert.True(one.TryAddTo(buffer));
        }

        using var cursor = buffer.Walk();
        var path = Path.Combine(folder.Path, "file");
        File.Delete(path);
        using var packer = new ArchivePacker(path, format, compression, streamsCounted);
        packer.Append(cursor, long.MaxValue, default);
        return packer.Finish();
    }

    private static string Text(PackedFile file, Compression compression = Compression.Gzip)
    {
        using var stored = File.OpenRead(file.Path);
        using var lines = compression == Compression.Gzip ? new GZipStream(stored, CompressionMode.Decompress) : (Stream)stored;
        using var reader = new StreamReader(lines, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return reader.ReadToEnd();
    }
}
