using System.Collections;
using LogArchiver.Aws;
using LogArchiver.Cli.Terminal;
using LogArchiver.Plan;

namespace LogArchiver.Cli;

/// <summary>What a command stands on: where it speaks, the time, the environment, and the wish of the user that it stop.</summary>
internal sealed record CommandContext
{
    /// <summary>Where it speaks.</summary>
    public required Screen Screen { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Chance, for jitter.</summary>
    public required Random Random { get; init; }

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    /// <summary>Cancelled by the first Ctrl-C.</summary>
    public required CancellationToken Stop { get; init; }

    /// <summary>This process.</summary>
    public static CommandContext OfProcess(Screen screen, StopSignals stop) => new()
    {
        Screen = screen,
        Clock = TimeProvider.System,
        // Two machines started in the same second must not wait in step.
        Random = new Random(System.Environment.ProcessId ^ System.Environment.TickCount),
        Environment = ReadEnvironment(),
        Stop = stop.Token,
    };

    /// <summary>The services as the environment points at them. Where nobody listens at a custom endpoint, that is said while it is tried
    /// again, unless the output is for machines.</summary>
    public AwsConnection Connect(ArchivePlan plan, bool forMachines) => AwsConnection.Open(
        plan.Bucket, plan.Region, plan.PaceShare, Clock, Random, forMachines ? null : new EndpointWatch(Screen, Clock).Refused);

    private static Dictionary<string, string?> ReadEnvironment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value, StringComparer.Ordinal);
}
