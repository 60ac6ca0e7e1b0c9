using System.Diagnostics;
using System.IO.Compression;

namespace LogArchiver.Bench;

/// <summary>What each compression level costs and saves on the archive's own lines; decision 7 rests on it. The levels take turns,
/// and the quickest round of each counts.</summary>
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
                for (var level = 1; level <= Highest; level++)
                {
                    var start = Stopwatch.GetTimestamp();
                    sizes[level] = Compress(lines, level);
                    least[level] = TimeSpan.FromTicks(Math.Min(least[level].Ticks, Stopwatch.GetElapsedTime(start).Ticks));
                }
            }

            Console.WriteLine($"{kind}, {lines.Length} bytes of lines");
            for (var level = 1; level <= Highest; level++)
            {
                Console.WriteLine($"  level {level}: {lines.Length / least[level].TotalSeconds / 1e6,6:0} MB/s, ratio {(double)lines.Length / sizes[level],5:0.0}");
            }
        }
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
