using LogArchiver.Pack;
using LogArchiver.Ports;
using LogArchiver.Scratch;

namespace LogArchiver.Upload;

/// <summary>Sends an object in parts while it is still being written. Bytes wait in one scratch file until they make a part.</summary>
internal sealed class PartSender(IArchiveStore store, ScratchSpace scratch, string contentType, int partBytes) : IDisposable
{
    private const int CopyBytes = 64 << 10;

    private readonly string waiting = scratch.NewPath("waiting");

    /// <summary>Bytes that wait to be sent. Counted rather than looked up: what else happens to the file must not pass for less work.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>Takes the content of a finished file in and deletes it.</summary>
    public void Take(PackedFile file)
    {
        if (WaitingBytes == 0)
        {
            File.Move(file.Path, waiting, overwrite: true);
            WaitingBytes = file.StoredBytes;
            return;
        }

        using (var from = File.OpenRead(file.Path))
        using (var to = new FileStream(waiting, FileMode.Append))
        {
            from.CopyTo(to, CopyBytes);
        }

        WaitingBytes += file.StoredBytes;
        File.Delete(file.Path);
    }

    /// <summary>What waits, for a checkpoint; at most a part.</summary>
    /// <exception cref="IOException">The scratch file is not what was written.</exception>
    public byte[] Tail()
    {
        var tail = WaitingBytes == 0 ? [] : File.ReadAllBytes(waiting);
        return tail.Length == WaitingBytes
            ? tail
            : throw new IOException($"{waiting} has {tail.Length} bytes where {WaitingBytes} were written: something else changed it.");
    }

    /// <summary>Puts back what a checkpoint kept.</summary>
    public void Restore(ReadOnlySpan<byte> tail)
    {
        File.WriteAllBytes(waiting, tail);
        WaitingBytes = tail.Length;
    }

    /// <summary>Sees what lies under the key, and begins the upload.</summary>
    /// <exception cref="ForeignObjectException">Something that is not ours lies there.</exception>
    public async Task<ObjectInParts> BeginAsync(ObjectInParts target, CancellationToken cancellationToken)
    {
        var leftOver = await store.TryDescribeAsync(target.Key, cancellationToken);
        if (leftOver is not null && !leftOver.Metadata.ContainsKey(FileUploader.Sha256Metadata))
        {
            throw new ForeignObjectException(target.Key);
        }

        // The whole's SHA-256 is not known yet; the manifest has those of its segments.
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [FileUploader.Sha256Metadata] = "in-manifest" };
        var upload = await store.BeginUploadAsync(target.Key, contentType, metadata, cancellationToken);
        return target with { Upload = upload, Replaces = target.Replaces ?? leftOver?.ETag };
    }

    /// <summary>Sends what waits: whole parts, and down to the least that S3 takes as a part when <paramref name="most"/> is asked
    /// for; with <paramref name="last"/> everything.</summary>
    public async Task<ObjectInParts> SendAsync(ObjectInParts target, bool most, bool last, CancellationToken cancellationToken)
    {
        long sent = 0;
        for (var bytes = Next(target, sent, most, last); bytes > 0; bytes = Next(target, sent, most, last))
        {
            var part = new FilePart(waiting, sent, bytes, await FileChecksum.OfAsync(waiting, sent, bytes, cancellationToken));
            var stored = await store.PutPartAsync(target.Upload!, target.Parts.Count + 1, part, cancellationToken);
            target = target with { Parts = [.. target.Parts, stored] };
            sent += bytes;
        }

        Drop(sent);
        return target;
    }

    /// <summary>Makes the parts one object, and makes sure that what is stored is what was packed.</summary>
    /// <exception cref="StoredDifferentlyException">The store holds something else, or another run got there first.</exception>
    public async Task CompleteAsync(ObjectInParts target, CancellationToken cancellationToken)
    {
        var condition = target.Replaces is { } etag ? WriteCondition.Unchanged(etag) : WriteCondition.Absent;
        await store.TryCompleteAsync(target.Upload!, target.Parts, target.Crc32!, condition, cancellationToken);
        var stored = await store.TryDescribeAsync(target.Key, cancellationToken);
        if (!await StoredCheck.HoldsAsync(store, stored, target.Bytes, target.Crc32!, cancellationToken))
        {
            throw new StoredDifferentlyException(target.Key, target.Bytes, target.Crc32!, stored);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(waiting);

    private long Next(ObjectInParts target, long sent, bool most, bool last)
    {
        var left = WaitingBytes - sent;
        var usual = PartPlan.BytesOf(target.Parts.Count + 1, partBytes);
        return left >= usual ? usual
            : last || (most && left >= PartLimits.MinPartBytes) ? left
            : 0;
    }

    /// <summary>Forgets what was sent; the little that is left becomes the file.</summary>
    private void Drop(long sent)
    {
        if (sent == 0)
        {
            return;
        }

        if (sent < WaitingBytes)
        {
            var rest = waiting + ".rest";
            using (var from = File.OpenRead(waiting))
            using (var to = File.Create(rest))
            {
                from.Position = sent;
                from.CopyTo(to, CopyBytes);
            }

            File.Move(rest, waiting, overwrite: true);
        }
        else
        {
            File.Delete(waiting);
        }

        WaitingBytes -= sent;
    }
}
