namespace LogArchiver.LocalAws.Logs;

/// <summary>A bucket of requests for each operation, filled by the clock.</summary>
internal sealed class LogsThrottle(LogsQuotas? quotas, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (double Left, long Since)> buckets = new(StringComparer.Ordinal);

    /// <exception cref="LogsException">The quota is used up; a refused request uses nothing.</exception>
    public void Take(string operation)
    {
        if (quotas is null || !quotas.PerSecond.TryGetValue(operation, out var rate))
        {
            return;
        }

        lock (gate)
        {
            var now = clock.GetTimestamp();
            var (left, since) = buckets.GetValueOrDefault(operation, (rate, now));
            var filled = Math.Min(Math.Max(rate, 1), left + (rate * clock.GetElapsedTime(since, now).TotalSeconds));
            var takes = filled >= 1;
            buckets[operation] = (takes ? filled - 1 : filled, now);
            if (!takes)
            {
                throw LogsException.Throttled();
            }
        }
    }
}
