using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(LogArchiver.Bench.InnerLoops).Assembly).Run(args);
