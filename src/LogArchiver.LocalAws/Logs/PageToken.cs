using System.Globalization;
using System.Runtime.InteropServices;

namespace LogArchiver.LocalAws.Logs;

/// <summary>What a token of a reading says: 56 digits, opaque to clients, and nothing kept on the server.</summary>
/// <param name="Issued">When it was given out, milliseconds since the Unix epoch.</param>
/// <param name="Number">The event it points at; null: the edge of all events.</param>
/// <param name="Step">How many pages in a row pointed here already; so many empty ones have been.</param>
/// <param name="Subject">What is being read, so that a token of another reading is known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PageToken(long Issued, long? Number, int Step, int Subject)
{
    private const int Digits = 56;

    /// <summary>Source: the API reference of GetLogEvents and FilterLogEvents.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public static LogsException Invalid() => LogsException.InvalidParameter("The specified nextToken is invalid.");

    /// <exception cref="LogsException">It is none of ours, of another reading, or older than 24 hours.</exception>
    public static PageToken Parse(string digits, int subject, long nowMs)
    {
        if (digits.Length != Digits || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw Invalid();
        }

        var number = Part(digits, 19, 19);
        var token = new PageToken(Part(digits, 1, 18), number == 0 ? null : number - 1, (int)Part(digits, 38, 8), (int)Part(digits, 46, 10));
        return token.Subject == subject && nowMs - token.Issued <= Life.TotalMilliseconds ? token : throw Invalid();
    }

    /// <summary>The 56 digits.</summary>
    public override string ToString() => $"3{Issued:D18}{Number + 1 ?? 0:D19}{Step:D8}{Subject:D10}";

    private static long Part(string digits, int start, int length) =>
        long.TryParse(digits.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out var part) ? part : throw Invalid();
}
