using System.Text.Json;
using LogArchiver.Checkpoint;
using LogArchiver.Ports;

namespace LogArchiver.Export;

/// <summary>Keeps the record of a day's export in the bucket. Each write is conditional on the last one seen, so that of two runs at the
/// same day one notices before it begins a task.</summary>
internal sealed class ExportRecordStore(IArchiveStore store, string key)
{
    // A few keys and numbers, and what the service said of a failure.
    private const int MaxBytes = 1 << 20;

    private string? etag;

    /// <summary>The record; null when there is none, or none that can be gone on from.</summary>
    public async Task<ExportRecord?> TryLoadAsync(string fingerprint, CancellationToken cancellationToken)
    {
        if (await store.TryReadAsync(key, MaxBytes, cancellationToken) is not { } stored)
        {
            return null;
        }

        etag = stored.Object.ETag;
        try
        {
            var record = JsonSerializer.Deserialize(stored.Content.Span, ExportJson.Default.ExportRecord);
            return record is { Version: ExportRecord.CurrentVersion } && record.Fingerprint == fingerprint ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Saves it and gives it back.</summary>
    /// <exception cref="OvertakenException">Another run has written since.</exception>
    public async Task<ExportRecord> SaveAsync(ExportRecord record, CancellationToken cancellationToken)
    {
        var condition = etag is null ? WriteCondition.Absent : WriteCondition.Unchanged(etag);
        var stored = await store.TryPutAsync(
            key, JsonSerializer.SerializeToUtf8Bytes(record, ExportJson.Default.ExportRecord), "application/json", condition, cancellationToken);
        etag = stored?.ETag ?? throw new OvertakenException(key);
        return record;
    }

    /// <summary>Deletes the record that was loaded or saved last.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (etag is not null)
        {
            await store.TryDeleteAsync(key, WriteCondition.Unchanged(etag), cancellationToken);
            etag = null;
        }
    }
}
