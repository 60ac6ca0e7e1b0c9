using System.Diagnostics;

namespace LogArchiver.Bench;

/// <summary>A quick look at the inner loops on a machine that others use too: the stages take turns, round after round, and the
/// quickest round of each counts. For ratios between two versions run minutes apart; BenchmarkDotNet is for the rest.</summary>
internal static class StageTimes
{
    private const int Rounds = 150;

    public static void Print()
    {
        foreach (var kind in Enum.GetValues<SampleLines>())
        {
            var loops = new InnerLoops { Lines = kind };
            loops.SetUp();
            (string Name, int Pages, Action Run)[] stages =
            [
                ("parse", 1, () => loops.Parse()),
                ("parse, framework", 1, () => loops.ParseFully()),
                ("sort, in order", 1, () => loops.Sort()),
                ("sort, eight streams", InnerLoops.PageCount, () => loops.SortInterleaved()),
                ("lines", 1, () => loops.WriteLines()),
                ("pack, plain", 1, () => loops.PackPlain()),
                ("pack, gzip", 1, () => loops.PackGzip()),
                ("whole, eight streams", InnerLoops.PageCount, () => loops.WholePath()),
            ];
            var times = stages.Select(_ => new List<double>(Rounds)).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                for (var stage = 0; stage < stages.Length; stage++)
                {
                    var start = Stopwatch.GetTimestamp();
                    stages[stage].Run();
                    times[stage].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }

            Console.WriteLine($"{kind}: page {loops.PageBytes} bytes, {loops.Events} events, lines {loops.WriteLines()} bytes, gzip {loops.PackGzip()} bytes");
            for (var stage = 0; stage < stages.Length; stage++)
            {
                times[stage].Sort();
                var perMb = 1e6 / loops.PageBytes / stages[stage].Pages;
                Console.WriteLine($"  {stages[stage].Name,-22} {times[stage][0] * perMb,7:0.000} {times[stage][Rounds / 2] * perMb,7:0.000} ms per MB of page (least, median)");
            }
        }
    }
}
