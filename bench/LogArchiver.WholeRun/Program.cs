using LogArchiver.WholeRun;
using LogArchiver.WholeRun.Results;
using LogArchiver.WholeRun.Source;

return args switch
{
    // The harness starts itself again for the source, so that its CPU time and memory are nobody else's.
    [SourceProcess.Verb, var setup] => await SourceServer.RunAsync(setup),
    ["source-speed", var size, var kind] => await SourceSpeed.RunAsync(size, kind, Path.Combine(AppContext.BaseDirectory, "source-speed")),
    ["table", .. var files] => await ResultTable.PrintAsync(files),
    _ => await CommandLine.RunAsync(args),
};
