using LogArchiver.Function;

using var function = new FunctionHost(EnvironmentVariables.OfProcess(), TimeProvider.System);
return await function.RunAsync();
