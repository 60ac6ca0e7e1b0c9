using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace LogArchiver.Soak.Chaos;

/// <summary>Chance that does not depend on who asks first: what becomes of a call is drawn from the seed, the call's own words and how
/// often they have been said. So a failure can be replayed although several calls are under way at once.</summary>
/// <param name="seed">Where the chance comes from.</param>
public sealed class Fates(string seed)
{
    private readonly ConcurrentDictionary<string, int> said = new(StringComparer.Ordinal);

    /// <summary>Numbers for a call, the same for the same call of the same seed.</summary>
    public Random Of(string call)
    {
        var time = said.AddOrUpdate(call, 1, (_, times) => times + 1);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{call}|{time}"));
        return new Random(BitConverter.ToInt32(hash));
    }
}
