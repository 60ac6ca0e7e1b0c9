using System.Text.Json;

namespace LogArchiver.Outcome;

/// <summary>Says what is wrong with JSON to whoever wrote it: the library's own words are meant for programmers.</summary>
public static class JsonWords
{
    private const string MissingMark = "missing required properties including: ";

    /// <summary>Such as <c>it is not JSON: it breaks off or goes wrong at line 3, byte 1</c>; without a full stop.</summary>
    public static string Of(JsonException problem)
    {
        // What the reader itself refuses comes as a kind of its own, or inside of a JsonException.
        var isSyntax = problem.GetType() != typeof(JsonException) || problem.InnerException is JsonException;
        if (isSyntax)
        {
            return $"it is not JSON: it breaks off or goes wrong at line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}";
        }

        var missing = problem.Message.IndexOf(MissingMark, StringComparison.Ordinal);
        return missing >= 0 ? $"it lacks {problem.Message[(missing + MissingMark.Length)..].TrimEnd('.')}"
            : problem.Path is { } path ? $"what it says at {path} is of the wrong kind"
            : problem.Message.TrimEnd('.');
    }
}
