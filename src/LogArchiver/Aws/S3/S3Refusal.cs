using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>Finds out what a refused conditional write means: a condition that does not hold, a rival, or our own write whose
/// answer was lost on the way and which a retry then met as a stranger's.</summary>
internal sealed class S3Refusal(IArchiveStore store)
{
    /// <summary>The stored object where it is ours after all; null where the condition does not hold; otherwise throws the fault.</summary>
    /// <param name="fault">What S3 said.</param>
    /// <param name="key">The key written to.</param>
    /// <param name="condition">The write's condition.</param>
    /// <param name="trace">What happened on the wire.</param>
    /// <param name="isOurs">Whether a stored object is what we wrote.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    public async Task<StoredObject?> ExplainAsync(
        ServiceFaultException fault, string key, WriteCondition condition, WriteTrace trace, Func<StoredObject, ValueTask<bool>> isOurs,
        CancellationToken cancellationToken)
    {
        if (!CanBeExplained(fault, condition, trace))
        {
            throw fault;
        }

        // Asked only where it can matter: a plain refusal costs no further request.
        var isPlain = fault.HttpStatus == 412 && !trace.AnswerLost;
        var stored = isPlain ? null : await store.TryDescribeAsync(key, cancellationToken);
        if (trace.AnswerLost && stored is not null && await isOurs(stored))
        {
            return stored;
        }

        var conditionHolds = stored?.ETag == condition.IfMatch;
        return isPlain || !conditionHolds ? null : throw fault;
    }

    /// <summary>Whether a stored object is the file: by checksum, or where the store keeps none, by length and metadata.</summary>
    public static ValueTask<bool> IsFile(StoredObject stored, FileUpload file) => ValueTask.FromResult(
        stored.Bytes == file.Bytes
        && (stored.Crc32 is { } crc32
            ? crc32 == file.Crc32
            : file.Metadata.Count > 0 && file.Metadata.All(own => stored.Metadata.GetValueOrDefault(own.Key) == own.Value)));

    /// <summary>Whether a stored object holds exactly the content.</summary>
    public async ValueTask<bool> IsContentAsync(StoredObject stored, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        stored.Bytes == content.Length
        && await store.TryReadAsync(stored.Key, content.Length, cancellationToken) is { } read
        && read.Object.ETag == stored.ETag
        && read.Content.Span.SequenceEqual(content.Span);

    private static bool CanBeExplained(ServiceFaultException fault, WriteCondition condition, WriteTrace trace) =>
        S3FaultKinds.IsRefusedCondition(fault.Code, fault.HttpStatus ?? 0)
        || (fault.Code == "NoSuchKey" && condition.IfMatch is not null)
        || (fault.Code == "NoSuchUpload" && trace.AnswerLost);
}
