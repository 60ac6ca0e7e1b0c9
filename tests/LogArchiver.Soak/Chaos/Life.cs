using LogArchiver.Ports;

namespace LogArchiver.Soak.Chaos;

/// <summary>One attempt at a day: when it ends, and how. What a killed process would still say is not heard by anyone.</summary>
public sealed class Life(Trouble trouble, Fates fates, TroubleTally tally) : IDisposable
{
    private readonly CancellationTokenSource stopStarting = new();
    private readonly CancellationTokenSource stopNow = new();
    private volatile bool isDead;
    private int calls;

    /// <summary>How much goes wrong.</summary>
    public Trouble Trouble => trouble;

    /// <summary>The tokens the attempt is given.</summary>
    public RunTokens Tokens => new(stopStarting.Token, stopNow.Token);

    /// <summary>Whether the process is gone.</summary>
    public bool IsDead => isDead;

    /// <summary>The call, counted from 1, at which the attempt ends; null where chance alone decides.</summary>
    public int? EndsAt { get; init; }

    /// <summary>How it ends there.</summary>
    public LifeEnd EndsBy { get; init; }

    /// <summary>Calls made so far.</summary>
    public int Calls => calls;

    /// <summary>What spoils scratch files, when a call is made.</summary>
    public Action<Random>? SpoilDisk { get; init; }

    /// <summary>Archives the day as another run would.</summary>
    public Func<Task>? RunRival { get; init; }

    /// <summary>What happens before a call is made, and what will happen to it: numbers to draw from.</summary>
    public async Task<Random> BeginAsync(string call, CancellationToken cancellationToken)
    {
        EnsureAlive();
        cancellationToken.ThrowIfCancellationRequested();
        var random = fates.Of(call);
        if (Interlocked.Increment(ref calls) == EndsAt)
        {
            await EndAsync(cancellationToken);
        }

        if (Strikes(random, trouble.StopStarting, "stop starting"))
        {
            await stopStarting.CancelAsync();
        }

        if (Strikes(random, trouble.Disk, "disk"))
        {
            SpoilDisk?.Invoke(random);
        }

        if (Strikes(random, trouble.StopNow, "stop now"))
        {
            await stopNow.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (Strikes(random, trouble.Kill, "kill"))
        {
            Die();
        }

        if (Strikes(random, trouble.Throttle, "throttle"))
        {
            throw ServiceFaults.Throttle(call);
        }

        if (Strikes(random, trouble.Transient, "transient"))
        {
            throw ServiceFaults.Transient(random, call);
        }

        // Who may not see uploads cannot end them, and only says so.
        var mayBeRefused = !call.StartsWith("ListMultipartUploads", StringComparison.Ordinal) && !call.StartsWith("AbortMultipartUpload", StringComparison.Ordinal);
        return mayBeRefused && Strikes(random, trouble.Refusal, "refusal") ? throw ServiceFaults.Refusal(random, call) : random;
    }

    /// <summary>What happens after a write was obeyed.</summary>
    public void Obeyed(Random random, string call)
    {
        if (Strikes(random, trouble.Kill, "kill") || (calls == EndsAt && EndsBy == LifeEnd.KillAfter))
        {
            Die();
        }

        if (Strikes(random, trouble.LostAnswer, "lost answer"))
        {
            throw ServiceFaults.Transient(random, call);
        }
    }

    /// <summary>Whether a thing happens now; counted when it does.</summary>
    public bool Strikes(Random random, double probability, string kind)
    {
        if (probability <= 0 || random.NextDouble() >= probability)
        {
            return false;
        }

        tally.Add(kind);
        return true;
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        switch (EndsBy)
        {
            case LifeEnd.KillBefore:
                Die();
                break;
            case LifeEnd.StopStarting:
                await stopStarting.CancelAsync();
                break;
            case LifeEnd.StopNow:
                await stopNow.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                break;
            default:
                break;
        }
    }

    /// <summary>Nothing reaches the world any more.</summary>
    public void Die()
    {
        isDead = true;
        throw new KilledException();
    }

    /// <summary>Throws where the process is gone.</summary>
    public void EnsureAlive()
    {
        if (isDead)
        {
            throw new KilledException();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopStarting.Dispose();
        stopNow.Dispose();
    }
}

/// <summary>The ways in which an attempt may end before its work is done.</summary>
public enum LifeEnd
{
    /// <summary>Killed before the call is obeyed.</summary>
    KillBefore,

    /// <summary>Killed after a write was obeyed.</summary>
    KillAfter,

    /// <summary>The deadline draws near.</summary>
    StopStarting,

    /// <summary>The deadline, or Ctrl-C.</summary>
    StopNow,
}

/// <summary>The process has been killed: no code of it runs any more, and what it does nonetheless has no effect on the world.</summary>
public sealed class KilledException() : Exception("killed");

/// <summary>What services and networks answer when they do not answer.</summary>
internal static class ServiceFaults
{
    private static readonly string[] Transients =
        ["ConnectionReset", "ServiceUnavailable", "InternalError", "MalformedAnswer", "ResponseEnded", "Timeout", "RequestTimeout"];

    private static readonly (FaultKind Kind, string Code)[] Refusals =
    [
        (FaultKind.AccessDenied, "AccessDenied"), (FaultKind.AccessDenied, "ExpiredToken"), (FaultKind.AccessDenied, "KMS.DisabledException"),
        (FaultKind.Permanent, "InvalidParameterException"), (FaultKind.Permanent, "RequestTimeTooSkewed"), (FaultKind.NotFound, "ResourceNotFoundException"),
    ];

    public static ServiceFaultException Throttle(string call) => Make(FaultKind.Throttled, "ThrottlingException", call);

    public static ServiceFaultException Transient(Random random, string call) =>
        Make(FaultKind.Transient, Transients[random.Next(Transients.Length)], call);

    public static ServiceFaultException Refusal(Random random, string call)
    {
        var (kind, code) = Refusals[random.Next(Refusals.Length)];
        return Make(kind, code, call);
    }

    private static ServiceFaultException Make(FaultKind kind, string code, string call) =>
        new(kind, "the soak's service", call.Split(' ')[0], code, $"made up for {call}");
}
