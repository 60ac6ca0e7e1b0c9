using System.Collections.Concurrent;

namespace LogArchiver.Aws.S3;

/// <summary>What happened on the wire during one write, noted by <see cref="TracedS3Client"/> for the write in whose flow it runs:
/// the SDK itself tells neither the id of an upload it began nor that it asked twice.</summary>
internal sealed class WriteTrace
{
    private static readonly AsyncLocal<WriteTrace?> Flow = new();

    private volatile bool answerLost;

    /// <summary>The trace of the write in hand; null where nobody follows it.</summary>
    public static WriteTrace? Current => Flow.Value;

    /// <summary>Ids of the multipart uploads begun.</summary>
    public ConcurrentQueue<string> UploadIds { get; } = new();

    /// <summary>Whether a write may have been obeyed without our hearing of it, so that the next attempt was refused because of
    /// the one before.</summary>
    public bool AnswerLost
    {
        get => answerLost;
        set => answerLost = value;
    }

    /// <summary>The API operation that failed last, by its name; null where none has. TransferUtility does not say which of its
    /// requests was refused.</summary>
    public string? FailedOperation { get; set; }

    /// <summary>Begins to follow the write made by the calling method.</summary>
    public static WriteTrace Begin() => Flow.Value = new WriteTrace();
}
