using System.Collections.Concurrent;

namespace LogArchiver.Soak.Chaos;

/// <summary>How much goes wrong in one attempt at a day. Probabilities are of each call.</summary>
public sealed record Trouble
{
    /// <summary>Nothing at all.</summary>
    public static Trouble None { get; } = new();

    /// <summary>Faults that are gone when asked again: resets, 500, 503, cut or garbled answers.</summary>
    public double Transient { get; init; }

    /// <summary>Requests refused for being too many.</summary>
    public double Throttle { get; init; }

    /// <summary>Faults that stay: a permission, an expired credential or page token, a key disabled, a bucket or stream gone.</summary>
    public double Refusal { get; init; }

    /// <summary>Pages that the service gives twice.</summary>
    public double RepeatedPage { get; init; }

    /// <summary>Writes that are done, and whose answer is lost.</summary>
    public double LostAnswer { get; init; }

    /// <summary>The end of the process, at once, before or after the call is obeyed.</summary>
    public double Kill { get; init; }

    /// <summary>The deadline draws near.</summary>
    public double StopStarting { get; init; }

    /// <summary>The deadline itself, or Ctrl-C.</summary>
    public double StopNow { get; init; }

    /// <summary>Another run archives the same day from beginning to end in between.</summary>
    public double Rival { get; init; }

    /// <summary>Scratch files that are torn, taken or gone.</summary>
    public double Disk { get; init; }

    /// <summary>A mixture for an attempt: mostly a little of everything, at times a storm of one kind.</summary>
    public static Trouble Draw(Random random)
    {
        double Some(double most) => random.Next(3) == 0 ? 0 : random.NextDouble() * random.NextDouble() * most;
        var trouble = new Trouble
        {
            Transient = Some(0.2),
            Throttle = Some(0.2),
            Refusal = Some(0.03),
            RepeatedPage = Some(0.3),
            LostAnswer = Some(0.2),
            Kill = Some(0.05),
            StopStarting = Some(0.1),
            StopNow = Some(0.03),
            Rival = Some(0.05),
            Disk = Some(0.05),
        };
        return random.Next(12) switch
        {
            0 => trouble with { Throttle = 0.8 },
            1 => trouble with { Transient = 0.6 },
            2 => trouble with { LostAnswer = 0.6 },
            3 => trouble with { StopStarting = 0.5 },
            _ => trouble,
        };
    }
}

/// <summary>Counts what went wrong, by kind.</summary>
public sealed class TroubleTally
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>The counts.</summary>
    public IReadOnlyDictionary<string, long> Counts => new SortedDictionary<string, long>(counts, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public long Total => counts.Values.Sum();

    /// <summary>One more.</summary>
    public void Add(string kind, long count = 1) => counts.AddOrUpdate(kind, count, (_, before) => before + count);
}
