using System.Globalization;
using System.Runtime.InteropServices;
using LogArchiver.Function.Logging;
using LogArchiver.Function.Metrics;
using LogArchiver.Function.Runtime;
using LogArchiver.Outcome;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function;

/// <summary>The process as a whole: puts the parts together, runs the loop, and ends when it is asked to.</summary>
/// <param name="environment">The environment variables.</param>
/// <param name="clock">The time.</param>
internal sealed class FunctionHost(IReadOnlyDictionary<string, string?> environment, TimeProvider clock) : IDisposable
{
    private const string DefaultScratchRoot = "/tmp";

    private readonly CancellationTokenSource stop = new();

    /// <summary>Runs until SIGTERM or Ctrl-C (0), or until there is no Runtime API to talk to any more (1); without one from the
    /// start, says so (2).</summary>
    public async Task<int> RunAsync()
    {
        if (environment.GetValueOrDefault(EnvironmentVariables.RuntimeApi) is not { Length: > 0 } authority)
        {
            await Console.Error.WriteLineAsync(
                $"This program is started by AWS Lambda, or by `logarchiver invoke`: {EnvironmentVariables.RuntimeApi} is not set.");
            return Verdicts.BadInputExitCode;
        }

        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var loggers = new LambdaLoggerFactory(Console.OpenStandardOutput(), LogSettings.Of(environment), clock);
        using var api = new RuntimeApi(authority, clock);
        try
        {
            return await Loop(api, loggers).RunAsync(stop.Token);
        }
#pragma warning disable CA1031 // Last of all: whatever kept the process from starting is told to Lambda before it ends.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            await api.FailInitAsync(InvocationError.Bug(cause) with { ErrorType = ErrorTypes.InitFailed }, CancellationToken.None);
            return RuntimeLoop.BrokenExitCode;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    private RuntimeLoop Loop(RuntimeApi api, LambdaLoggerFactory loggers)
    {
        var scratchRoot = environment.GetValueOrDefault(EnvironmentVariables.ScratchRoot) is { Length: > 0 } folder ? folder : DefaultScratchRoot;
        var archive = new AwsArchiveRun(scratchRoot, MemoryOf(environment), clock, loggers);
        var invocations = new ArchiveInvocation(
            environment, archive.RunAsync, archive.DoStepAsync, Measure, clock, loggers.CreateLogger<ArchiveInvocation>());
        return new RuntimeLoop(api, invocations.HandleAsync, Begin, loggers.CreateLogger<RuntimeLoop>());

        // Without a name there is no function whose metrics they would be.
        void Measure(DateTimeOffset began, IReadOnlyList<Metric> metrics)
        {
            if (environment.GetValueOrDefault(EnvironmentVariables.FunctionName) is { Length: > 0 } function)
            {
                loggers.Write(function, began, metrics);
            }
        }

        void Begin(InvocationContext context)
        {
            loggers.RequestId = context.RequestId;
            Environment.SetEnvironmentVariable(EnvironmentVariables.TraceId, context.TraceId);
        }
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static int? MemoryOf(IReadOnlyDictionary<string, string?> environment) =>
        int.TryParse(environment.GetValueOrDefault(EnvironmentVariables.MemorySize), NumberStyles.None, CultureInfo.InvariantCulture, out var memory)
            ? memory
            : null;
}
