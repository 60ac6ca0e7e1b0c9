using System.Globalization;
using System.Text;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Where a listing goes on: after a key. Valid for 24 hours.</summary>
internal static class ListToken
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public static string Make(string subject, string lastKey, long nowMs) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{nowMs} {subject} {lastKey}"));

    /// <summary>The key to go on after; null for the first page.</summary>
    /// <exception cref="LogsException">The token is none of ours, of another listing, or too old.</exception>
    public static string? Parse(string? token, string subject, long nowMs)
    {
        if (token is null)
        {
            return null;
        }

        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length)
            || Encoding.UTF8.GetString(bytes, 0, length).Split(' ', 3) is not [var issued, var of, var key]
            || of != subject
            || !long.TryParse(issued, NumberStyles.None, CultureInfo.InvariantCulture, out var issuedMs)
            || nowMs - issuedMs > Life.TotalMilliseconds)
        {
            throw PageToken.Invalid();
        }

        return key;
    }
}
