using LogArchiver.Pack;
using LogArchiver.Seal;

namespace LogArchiver.Readback;

/// <summary>The lines of one object, piece after piece, compared with the manifest as they pass.</summary>
/// <param name="expected">What the manifest says of it.</param>
/// <param name="stored">Its bytes; disposed of with this.</param>
/// <param name="isGzip">Whether it is compressed.</param>
/// <param name="damaged">Told of each thing that does not agree.</param>
internal sealed class ObjectLines(ManifestObject expected, Stream stored, bool isGzip, Action<Damage> damaged) : IAsyncDisposable
{
    // Written in one, an object is one piece.
    private readonly int pieces = Math.Max(expected.Segments?.Count ?? 0, 1);
    private PieceLines? piece;
    private int number;
    private string crc32 = Crc32Combine.Empty;

    /// <summary>Bytes as stored, of the pieces that have been read to their ends.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of the lines of these.</summary>
    public long RawBytes { get; private set; }

    /// <summary>SHA-256 of the lines, where the object is one piece and has been read to its end.</summary>
    public string? RawSha256 { get; private set; }

    /// <summary>The number of the line taken last, from 1.</summary>
    public long Line { get; private set; }

    private ManifestSegment? SegmentInHand => expected.Segments is { Count: > 0 } segments ? segments[number] : null;

    /// <summary>Reads on until a line can be taken; false when everything has been read and compared.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (number < pieces)
        {
            piece ??= new PieceLines(stored, SegmentInHand?.Bytes ?? expected.Bytes, isGzip);
            if (await piece.FillAsync(cancellationToken))
            {
                return true;
            }

            await FinishPieceAsync(piece, cancellationToken);
            number++;
            if (number == pieces)
            {
                await CompareAsync(cancellationToken);
            }
        }

        return false;
    }

    /// <summary>Takes a line, good until the next <see cref="FillAsync"/>.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        line = default;
        if (piece is null || !piece.TryTake(out line))
        {
            return false;
        }

        Line++;
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (piece is not null)
        {
            await piece.DisposeAsync();
        }

        await stored.DisposeAsync();
    }

    private async Task FinishPieceAsync(PieceLines ended, CancellationToken cancellationToken)
    {
        var facts = await ended.FinishAsync(cancellationToken);
        await ended.DisposeAsync();
        piece = null;
        Bytes += facts.Bytes;
        RawBytes += facts.RawBytes;
        crc32 = Crc32Combine.Of(crc32, facts.Crc32, facts.Bytes);
        if (facts.Damage is not null)
        {
            damaged(facts.Damage with { Key = expected.Key });
        }

        if (SegmentInHand is { } segment)
        {
            CompareSegment(segment, facts);
        }
        else
        {
            RawSha256 = facts.RawSha256;
            Compare(DamageKind.Sha256, expected.Sha256, facts.Bytes == expected.Bytes ? facts.Sha256 : null, "");
        }
    }

    private void CompareSegment(ManifestSegment segment, PieceFacts facts)
    {
        var where = $" in segment {number + 1} of {pieces}";
        Compare(DamageKind.Sha256, segment.Sha256, facts.Bytes == segment.Bytes ? facts.Sha256 : null, where);
        Compare(DamageKind.RawBytes, $"{segment.RawBytes:N0}", facts.Damage is null ? $"{facts.RawBytes:N0}" : null, where);
        Compare(DamageKind.RawSha256, segment.RawSha256, facts.RawBytes == segment.RawBytes ? facts.RawSha256 : null, where);
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        await using var rest = new MeasuredStream(stored);
        await rest.DrainAsync(cancellationToken);
        Bytes += rest.Bytes;
        Compare(DamageKind.Size, $"{expected.Bytes:N0} bytes", $"{Bytes:N0} bytes", "");
        Compare(DamageKind.Crc32, expected.Crc32, Bytes == expected.Bytes ? crc32 : null, "");
    }

    /// <summary>What is not known, or differs for a reason that is told already, is null.</summary>
    private void Compare(DamageKind kind, string? promised, string? found, string where)
    {
        if (promised is not null && found is not null && promised != found)
        {
            damaged(new Damage(kind, expected.Key, promised, found + where));
        }
    }
}
