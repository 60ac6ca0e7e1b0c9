using LogArchiver.Ports;
using LogArchiver.Seal;

namespace LogArchiver.Readback;

/// <summary>The lines of a sealed day as they are stored, object after object, in bounded memory. What passes is compared with the
/// manifest: once <see cref="FillAsync"/> has said false, all of it has been.</summary>
/// <param name="store">The bucket.</param>
/// <param name="manifest">The day.</param>
/// <param name="damaged">Told of each thing that does not agree; may throw, where no damage is wanted. Reading goes on where it can.</param>
public sealed class DayLines(IArchiveStore store, Manifest manifest, Action<Damage> damaged) : IAsyncDisposable
{
    private readonly bool isGzip = manifest.Compression != "none";
    private ObjectLines? current;
    private int number;

    /// <summary>Whether everything could be read so far: each object was there, and could be unpacked.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The object that lines come from.</summary>
    public string? Key => number < manifest.Objects.Count ? manifest.Objects[number].Key : null;

    /// <summary>The number in that object of the line taken last, from 1.</summary>
    public long Line => current?.Line ?? 0;

    /// <summary>Bytes as stored, of the objects that have been read to their ends.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>Bytes of the lines of these.</summary>
    public long RawBytes { get; private set; }

    /// <summary>Reads on until a line can be taken; false when everything has been read and compared.</summary>
    /// <exception cref="ServiceFaultException">The store, or the way to it, failed.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (number < manifest.Objects.Count)
        {
            current ??= await TryOpenAsync(manifest.Objects[number], cancellationToken);
            if (current is not null && await TryFillAsync(current, manifest.Objects[number], cancellationToken))
            {
                return true;
            }

            await FinishObjectAsync();
            number++;
            if (number == manifest.Objects.Count)
            {
                CompareDay();
            }
        }

        return false;
    }

    /// <summary>Takes a line, without its newline, if one has been read. It is good until the next <see cref="FillAsync"/>.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        line = default;
        return current is not null && current.TryTake(out line);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => current?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<ObjectLines?> TryOpenAsync(ManifestObject expected, CancellationToken cancellationToken)
    {
        if (await store.TryOpenAsync(expected.Key, cancellationToken) is { } stored)
        {
            return new ObjectLines(expected, stored, isGzip, Report);
        }

        Report(new Damage(DamageKind.Missing, expected.Key, $"an object of {expected.Bytes:N0} bytes", "nothing"));
        return null;
    }

    /// <summary>The store compares as well, with the checksum that it keeps; what it finds is damage like any other.</summary>
    private async Task<bool> TryFillAsync(ObjectLines lines, ManifestObject expected, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.FillAsync(cancellationToken);
        }
        catch (ServiceFaultException fault) when (fault.Code == ServiceFaultException.ChecksumMismatch)
        {
            Report(new Damage(DamageKind.Crc32, expected.Key, expected.Crc32, "other bytes than those of the checksum that S3 keeps"));
            IsWhole = false;
            await lines.DisposeAsync();
            current = null;
            return false;
        }
    }

    private void Report(Damage damage)
    {
        // What could not be read cannot be missed in the sum as well.
        IsWhole &= damage.Kind is not (DamageKind.Missing or DamageKind.Gzip or DamageKind.Line);
        damaged(damage);
    }

    private async Task FinishObjectAsync()
    {
        if (current is null)
        {
            return;
        }

        StoredBytes += current.Bytes;
        RawBytes += current.RawBytes;
        if (manifest is { Objects.Count: 1, RawSha256: { } promised } && current.RawBytes == manifest.RawBytes && current.RawSha256 is { } found
            && found != promised)
        {
            damaged(new Damage(DamageKind.RawSha256, Key, promised, found));
        }

        await current.DisposeAsync();
        current = null;
    }

    private void CompareDay()
    {
        if (IsWhole && RawBytes != manifest.RawBytes)
        {
            damaged(new Damage(DamageKind.RawBytes, null, $"{manifest.RawBytes:N0} bytes of lines", $"{RawBytes:N0}"));
        }
    }
}
