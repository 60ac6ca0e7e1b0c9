using LogArchiver.Cli;
using LogArchiver.Cli.Terminal;

using var stop = StopSignals.Listen(TimeProvider.System);
using var screen = Screen.OfProcess();
return await CommandLine.RunAsync(args, CommandContext.OfProcess(screen, stop));
