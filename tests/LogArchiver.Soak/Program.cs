using LogArchiver.Soak;

return await SoakProgram.RunAsync(args, Console.Out, TimeProvider.System);
