using BenchmarkDotNet.Running;
using LogArchiver.Bench;

if (args is ["stages"])
{
    StageTimes.Print();
}
else if (args is ["levels"])
{
    CompressionLevels.Print();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(InnerLoops).Assembly).Run(args);
}
