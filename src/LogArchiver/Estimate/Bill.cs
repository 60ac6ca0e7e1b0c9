namespace LogArchiver.Estimate;

/// <summary>What work costs, in the currency of the prices. Without free tiers, taxes and discounts.</summary>
public sealed record Bill
{
    // S3 counts GB in powers of two (source: S3 pricing); for CloudWatch Logs the same is taken.
    private const double GB = 1 << 30;

    /// <summary>The function on arm64, its invocations included.</summary>
    public required double LambdaArm64 { get; init; }

    /// <summary>The function on x86_64, its invocations included.</summary>
    public required double LambdaX86 { get; init; }

    /// <summary>Requests to S3. Those to CloudWatch Logs have no price.</summary>
    public required double Requests { get; init; }

    /// <summary>The state machine, its function left out, where it does the work.</summary>
    public required double StateMachine { get; init; }

    /// <summary>Keeping the files, by storage class.</summary>
    public required IReadOnlyList<StorageCost> Storage { get; init; }

    /// <summary>Keeping the same events in CloudWatch Logs for a month.</summary>
    public required double CloudWatchLogsPerMonth { get; init; }

    /// <summary>The same for a year.</summary>
    public double CloudWatchLogsPerYear => CloudWatchLogsPerMonth * 12;

    /// <summary>The bill. Pure; linear but for the number of invocations.</summary>
    /// <param name="work">The work.</param>
    /// <param name="invocations">Invocations of the function.</param>
    /// <param name="transitions">Steps of the state machine, were it to do the work.</param>
    /// <param name="memoryMB">The function's memory, in MiB.</param>
    /// <param name="prices">The prices.</param>
    public static Bill Of(Workload work, long invocations, double transitions, int memoryMB, PriceList prices)
    {
        var gigabyteSeconds = work.Seconds * memoryMB / 1024;
        var started = invocations / 1e6 * prices.Lambda.PerMillionInvocations;
        return new Bill
        {
            LambdaArm64 = (gigabyteSeconds * prices.Lambda.Arm64PerGBSecond) + started,
            LambdaX86 = (gigabyteSeconds * prices.Lambda.X86PerGBSecond) + started,
            Requests = ((work.Puts * prices.S3.PutPerThousand) + (work.Gets * prices.S3.GetPerThousand)) / 1000,
            StateMachine = transitions * prices.StepFunctions.PerThousandTransitions / 1000,
            Storage = [.. prices.Storage.Select(one => StorageCost.Of(one, work, GB))],
            CloudWatchLogsPerMonth = work.MessageBytes / GB * prices.CloudWatchLogs.StoredShare * prices.CloudWatchLogs.PerGBMonth,
        };
    }
}

/// <summary>What keeping files in a storage class costs.</summary>
/// <param name="Name">The class.</param>
/// <param name="PerMonth">For a month.</param>
/// <param name="Moving">Once, for moving them there by a lifecycle rule; nothing for the class that they are first stored in.</param>
public sealed record StorageCost(string Name, double PerMonth, double Moving)
{
    /// <summary>For a year, moving left out.</summary>
    public double PerYear => PerMonth * 12;

    internal static StorageCost Of(StoragePrice price, Workload work, double gigabyte)
    {
        var bytes = (price.MinimumBytes > 0 ? work.PaddedBytes : work.StoredBytes) + (work.Files * (double)price.OverheadBytes);
        return new StorageCost(price.Name, bytes / gigabyte * price.PerGBMonth, work.Files / 1000.0 * price.MovePerThousand);
    }
}
