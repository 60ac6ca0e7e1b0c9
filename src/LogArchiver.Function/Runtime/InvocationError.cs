using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LogArchiver.Outcome;

namespace LogArchiver.Function.Runtime;

/// <summary>Why an invocation failed, as Lambda passes it on to callers, destinations and state machines.</summary>
/// <param name="ErrorType">One of <see cref="ErrorTypes"/>; what a state machine's <c>ErrorEquals</c> matches.</param>
/// <param name="ErrorMessage">For a person: what went wrong and what to do.</param>
/// <param name="StackTrace">Frames, innermost first; empty unless it is a bug.</param>
internal sealed record InvocationError(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace)
{
    /// <summary>Frames kept of a stack trace; a deeper one is a recursion and repeats itself.</summary>
    private const int MaxFrames = 100;

    /// <summary>An expected failure: no stack trace, for there is no code to mend.</summary>
    public InvocationError(string errorType, string errorMessage) : this(errorType, errorMessage, [])
    {
    }

    /// <summary>What the run came to, where there was one: <c>partlyDone</c> or <c>failed</c>. Beyond what the Runtime API asks for;
    /// it passes the body on as it is, and whoever runs the function from a terminal wants to know.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Verdict? Verdict { get; init; }

    /// <summary>An exception that nobody expected: it says so, and where it came from.</summary>
    public static InvocationError Bug(Exception exception) => new(
        ErrorTypes.Bug,
        $"A fault of LogArchiver itself, please report it: {exception.GetType().FullName}: {exception.Message}",
        [.. exception.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(MaxFrames)]);

    /// <summary>The body the Runtime API asks for: <c>{"errorType", "errorMessage", "stackTrace": […]}</c>, and the verdict.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, InvocationErrorJsonContext.Told.InvocationError);
}

/// <summary>The types of error an invocation can end with.</summary>
internal static class ErrorTypes
{
    /// <summary>The settings or the payload are wrong; the same request fails again.</summary>
    public const string BadRequest = "LogArchiver.BadRequest";

    /// <summary>At least one day failed; the others were done first.</summary>
    public const string DaysFailed = "LogArchiver.DaysFailed";

    /// <summary>No day failed, but time ran out for some; the next run goes on.</summary>
    public const string DaysPaused = "LogArchiver.DaysPaused";

    /// <summary>No day failed and time was left, but some wait for an export task; a run some minutes later goes on.</summary>
    public const string DaysExporting = "LogArchiver.DaysExporting";

    /// <summary>A service refused or failed the run as a whole: the bucket, or the list of groups.</summary>
    public const string RunFailed = "LogArchiver.RunFailed";

    /// <summary>The deadline or the end of the process came in the middle of a day.</summary>
    public const string Stopped = "LogArchiver.Stopped";

    /// <summary>The answer was larger than Lambda takes.</summary>
    public const string AnswerTooLarge = "LogArchiver.AnswerTooLarge";

    /// <summary>A fault of LogArchiver itself.</summary>
    public const string Bug = "LogArchiver.Bug";

    /// <summary>The process cannot start.</summary>
    public const string InitFailed = "LogArchiver.InitFailed";

    /// <summary>Whether it is how long work goes on, rather than a failure: nobody has to do anything.</summary>
    public static bool IsPause(string errorType) => errorType is DaysPaused or DaysExporting;
}

[JsonSerializable(typeof(InvocationError))]
internal sealed partial class InvocationErrorJsonContext : JsonSerializerContext
{
    /// <summary>Readable in logs and mails: only what JSON itself requires is escaped.</summary>
    public static InvocationErrorJsonContext Told { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.CamelCase) },
    });
}
