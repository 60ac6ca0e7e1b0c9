using LogArchiver.Cli;
using LogArchiver.Cli.Terminal;

using var stop = StopSignals.Listen();
using var screen = Screen.OfProcess();
return await CommandLine.RunAsync(args, CommandContext.OfProcess(screen, stop));
