using System.Diagnostics;
using System.IO.Compression;
using LogArchiver.Pack.Gzip;

namespace LogArchiver.Bench;

/// <summary>What our own compressor, as level 0, and the framework's levels cost and save on the archive's own lines; decisions 7 and 19
/// rest on it. They take turns, and the quickest round of each counts.</summary>
internal static class CompressionLevels
{
    private const int Rounds = 15;
    private const int Highest = 9;
    private const int ChunkBytes = 128 << 10;

    public static void Print()
    {
        foreach (var kind in Enum.GetValues<SampleLines>())
        {
            var loops = new InnerLoops { Lines = kind };
            loops.SetUp();
            var lines = loops.SeveralPagesOfLines();
            var least = Enumerable.Repeat(TimeSpan.MaxValue, Highest + 1).ToArray();
            var sizes = new long[Highest + 1];
            for (var round = 0; round < Rounds; round++)
            {
                for (var level = 0; level <= Highest; level++)
                {
                    var start = Stopwatch.GetTimestamp();
                    sizes[level] = level == 0 ? CompressByOurOwn(lines) : Compress(lines, level);
                    least[level] = TimeSpan.FromTicks(Math.Min(least[level].Ticks, Stopwatch.GetElapsedTime(start).Ticks));
                }
            }

            Console.WriteLine($"{kind}, {lines.Length} bytes of lines");
            for (var level = 0; level <= Highest; level++)
            {
                Console.WriteLine($"  {(level == 0 ? "our own" : $"level {level}")}: {lines.Length / least[level].TotalSeconds / 1e6,6:0} MB/s, ratio {(double)lines.Length / sizes[level],5:0.0}");
            }
        }
    }

    private static long CompressByOurOwn(byte[] lines)
    {
        using var target = new MemoryStream(lines.Length / 2);
        var member = new GzipMember(target);
        var start = member.ReadableBytes;
        var window = new byte[start + ChunkBytes];
        for (var at = 0; at < lines.Length; at += ChunkBytes)
        {
            var chunk = lines.AsSpan(at, Math.Min(ChunkBytes, lines.Length - at));
            chunk.CopyTo(window.AsSpan(start));
            member.Append(window, start, start + chunk.Length);
            window.AsSpan(start + chunk.Length - member.KeptBytes, member.KeptBytes).CopyTo(window.AsSpan(start - member.KeptBytes));
        }

        member.Finish();
        return target.Length;
    }

    private static long Compress(byte[] lines, int level)
    {
        using var target = new MemoryStream(lines.Length / 2);
        using (var gzip = new GZipStream(target, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            for (var at = 0; at < lines.Length; at += ChunkBytes)
            {
                gzip.Write(lines.AsSpan(at, Math.Min(ChunkBytes, lines.Length - at)));
            }
        }

        return target.Length;
    }
}
