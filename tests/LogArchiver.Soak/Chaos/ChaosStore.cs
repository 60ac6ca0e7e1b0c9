using System.Runtime.CompilerServices;
using LogArchiver.Ports;

namespace LogArchiver.Soak.Chaos;

/// <summary>A bucket in which calls fail by chance: before anything is done, or after it was, so that nobody hears of it.</summary>
/// <param name="inner">The bucket.</param>
/// <param name="life">The attempt that asks.</param>
internal sealed class ChaosStore(IArchiveStore inner, Life life) : IArchiveStore
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await life.BeginAsync("ListObjects", cancellationToken);
        await inner.CheckAsync(cancellationToken);
    }

    public Task<StoredObject?> TryDescribeAsync(string key, CancellationToken cancellationToken) =>
        ReadAsync($"HeadObject {key}", () => inner.TryDescribeAsync(key, cancellationToken), cancellationToken);

    public Task<StoredContent?> TryReadAsync(string key, int maxBytes, CancellationToken cancellationToken) =>
        ReadAsync($"GetObject {key}", () => inner.TryReadAsync(key, maxBytes, cancellationToken), cancellationToken);

    public Task<Stream?> TryOpenAsync(string key, CancellationToken cancellationToken) =>
        ReadAsync($"GetObject {key}", () => inner.TryOpenAsync(key, cancellationToken), cancellationToken);

    public async Task<StoredObject?> TryUploadAsync(FileUpload upload, WriteCondition condition, CancellationToken cancellationToken)
    {
        var call = $"Upload {upload.Key}";
        var random = await life.BeginAsync(call, cancellationToken);
        await MaybeRivalAsync(random);

        // A large file goes up in parts, of which a killed process leaves what it has sent.
        var begun = await inner.BeginUploadAsync(upload.Key, upload.ContentType, upload.Metadata, cancellationToken);
        if (life.Strikes(random, life.Trouble.Kill, "kill"))
        {
            life.Die();
        }

        await inner.AbortAsync(begun, cancellationToken);
        var stored = await inner.TryUploadAsync(upload, condition, cancellationToken);
        life.Obeyed(random, call);
        return stored;
    }

    public Task<StoredObject?> TryPutAsync(
        string key, ReadOnlyMemory<byte> content, string contentType, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync($"PutObject {key}", () => inner.TryPutAsync(key, content, contentType, condition, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await life.BeginAsync($"ListObjects {prefix}", cancellationToken);
        await foreach (var each in inner.ListAsync(prefix, cancellationToken))
        {
            yield return each;
        }
    }

    public Task<OpenUpload> BeginUploadAsync(
        string key, string contentType, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken) =>
        WriteAsync($"CreateMultipartUpload {key}", () => inner.BeginUploadAsync(key, contentType, metadata, cancellationToken), cancellationToken);

    public Task<StoredPart> PutPartAsync(OpenUpload upload, int number, FilePart part, CancellationToken cancellationToken) =>
        WriteAsync($"UploadPart {upload.Key} {number}", () => inner.PutPartAsync(upload, number, part, cancellationToken), cancellationToken);

    public Task<StoredObject?> TryCompleteAsync(
        OpenUpload upload, IReadOnlyList<StoredPart> parts, string crc32, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(
            $"CompleteMultipartUpload {upload.Key}",
            () => inner.TryCompleteAsync(upload, parts, crc32, condition, cancellationToken),
            cancellationToken);

    public async Task AbortAsync(OpenUpload upload, CancellationToken cancellationToken)
    {
        var call = $"AbortMultipartUpload {upload.Key}";
        var random = await life.BeginAsync(call, cancellationToken);
        await inner.AbortAsync(upload, cancellationToken);
        life.Obeyed(random, call);
    }

    public async IAsyncEnumerable<OpenUpload> ListUploadsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await life.BeginAsync($"ListMultipartUploads {prefix}", cancellationToken);
        await foreach (var each in inner.ListUploadsAsync(prefix, cancellationToken))
        {
            yield return each;
        }
    }

    public Task<bool> TryDeleteAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync($"DeleteObject {key}", () => inner.TryDeleteAsync(key, condition, cancellationToken), cancellationToken);

    private async Task<T> ReadAsync<T>(string call, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        await life.BeginAsync(call, cancellationToken);
        return await ask();
    }

    private async Task<T> WriteAsync<T>(string call, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        var random = await life.BeginAsync(call, cancellationToken);
        await MaybeRivalAsync(random);
        var done = await write();
        life.Obeyed(random, call);
        return done;
    }

    private async Task MaybeRivalAsync(Random random)
    {
        if (life.RunRival is { } rival && life.Strikes(random, life.Trouble.Rival, "rival"))
        {
            await rival();
        }
    }
}
