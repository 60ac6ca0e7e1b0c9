using System.Text;
using System.Text.Json;
using LogArchiver.Outcome;
using LogArchiver.Ports;

namespace LogArchiver.Seal;

/// <summary>Reads and writes manifests. Readers trust a day only once its manifest exists.</summary>
public sealed class ManifestStore(IArchiveStore store)
{
    /// <summary>The most that a manifest may weigh: one of 10,000 split files would have about 3 MB.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>The manifest under the key; null when there is none, and so no archived day.</summary>
    /// <exception cref="UnreadableManifestException">What lies there is no manifest, or of a later version.</exception>
    public async Task<Manifest?> TryReadAsync(string key, CancellationToken cancellationToken) =>
        (await TryFindAsync(key, cancellationToken))?.Manifest;

    /// <summary>The manifest under the key, and what a write needs that is to replace this one alone.</summary>
    /// <exception cref="UnreadableManifestException">What lies there is no manifest, or of a later version.</exception>
    public async Task<SealedDay?> TryFindAsync(string key, CancellationToken cancellationToken)
    {
        var stored = await store.TryReadAsync(key, MaxBytes, cancellationToken);
        return stored is null ? null : new SealedDay(Parse(key, stored.Content.Span), stored.Object.ETag);
    }

    /// <summary>Seals a day: writes its manifest where none is. False when one was there already.</summary>
    public async Task<bool> TrySealAsync(string key, Manifest manifest, CancellationToken cancellationToken) =>
        await store.TryPutAsync(key, Format(manifest), "application/json", WriteCondition.Absent, cancellationToken) is not null;

    /// <summary>Writes a manifest in the place of one that was read. Null, and nothing written, when another lies there by now.</summary>
    public async Task<SealedDay?> TryReplaceAsync(string key, SealedDay seal, Manifest manifest, CancellationToken cancellationToken)
    {
        var condition = WriteCondition.Unchanged(seal.ETag);
        var stored = await store.TryPutAsync(key, Format(manifest), "application/json", condition, cancellationToken);
        return stored is null ? null : new SealedDay(manifest, stored.ETag);
    }

    /// <summary>The manifest as it is stored: indented JSON, a newline at the end.</summary>
    public static byte[] Format(Manifest manifest) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(manifest, ManifestJson.Default.Manifest) + "\n");

    /// <summary>Reads a stored manifest.</summary>
    /// <exception cref="UnreadableManifestException">It is no manifest, or of a later version.</exception>
    public static Manifest Parse(string key, ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ManifestJson.Default.Manifest)
                ?? throw new UnreadableManifestException(key, "it holds nothing");
            return manifest.FormatVersion <= Manifest.CurrentFormatVersion
                ? manifest
                : throw new UnreadableManifestException(
                    key, $"it has format version {manifest.FormatVersion}, and this program knows up to {Manifest.CurrentFormatVersion}: use a later LogArchiver");
        }
        catch (JsonException problem)
        {
            throw new UnreadableManifestException(key, JsonWords.Of(problem));
        }
    }
}

/// <summary>A day's manifest as it is stored.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="ETag">The entity tag it has.</param>
public sealed record SealedDay(Manifest Manifest, string ETag);

/// <summary>An object lies where a manifest should, and is none that can be read.</summary>
public sealed class UnreadableManifestException(string key, string problem)
    : Exception($"The manifest {key} cannot be read: {problem}.");
