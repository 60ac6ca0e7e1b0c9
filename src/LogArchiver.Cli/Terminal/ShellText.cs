using System.Buffers;

namespace LogArchiver.Cli.Terminal;

/// <summary>Words for a POSIX shell.</summary>
internal static class ShellText
{
    private static readonly SearchValues<char> Harmless =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,");

    /// <summary>The word as it must be typed: in quotes where the shell would change it.</summary>
    public static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Harmless)
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
