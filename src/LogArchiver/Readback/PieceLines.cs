using System.IO.Compression;

namespace LogArchiver.Readback;

/// <summary>The lines of one piece: a whole object, or one of its segments. Unpacked on the way, and measured before and after.</summary>
internal sealed class PieceLines : IAsyncDisposable
{
    private readonly MeasuredStream stored;
    private readonly Stream unpacked;
    private readonly MeasuredStream raw;
    private readonly LineReader lines;
    private readonly bool isGzip;
    private Damage? damage;

    /// <summary>Begins where the object's stream is.</summary>
    /// <param name="source">The object's stream; stays open.</param>
    /// <param name="bytes">How long the piece is.</param>
    /// <param name="isGzip">Whether it is compressed.</param>
    public PieceLines(Stream source, long bytes, bool isGzip)
    {
        this.isGzip = isGzip;
        stored = new MeasuredStream(source, bytes);
        unpacked = isGzip ? new GZipStream(stored, CompressionMode.Decompress, leaveOpen: true) : stored;
        raw = new MeasuredStream(unpacked);
        lines = new LineReader(raw);
    }

    /// <summary>Reads on until a line can be taken; false when there is none any more, or none that can be read.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            return damage is null && await lines.FillAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            damage = new Damage(DamageKind.Gzip, null, "whole gzip data", $"data that cannot be unpacked beyond {raw.Bytes:N0} bytes of lines");
        }
        catch (LineTooLongException problem)
        {
            damage = new Damage(DamageKind.Line, null, $"lines of at most {LineReader.LongestLine:N0} bytes", problem.Message);
        }

        return false;
    }

    /// <summary>Takes a line, good until the next <see cref="FillAsync"/>.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> line) => lines.TryTake(out line);

    /// <summary>Reads the rest of the piece, wanted or not, and says what passed.</summary>
    public async Task<PieceFacts> FinishAsync(CancellationToken cancellationToken)
    {
        await stored.DrainAsync(cancellationToken);
        if (damage is null && isGzip && !GzipTrailer.Fits(stored.Tail, raw.Crc32, raw.Bytes))
        {
            damage = new Damage(DamageKind.Gzip, null, "whole gzip data", $"data that ends in its midst, after {raw.Bytes:N0} bytes of lines");
        }
        else if (damage is null && lines.LacksLastNewline)
        {
            damage = new Damage(DamageKind.Line, null, "a newline after every line", "a last line without one");
        }

        return new PieceFacts(stored.Bytes, stored.Sha256, stored.Crc32, raw.Bytes, raw.Sha256, damage);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await raw.DisposeAsync();
        await unpacked.DisposeAsync();
        await stored.DisposeAsync();
    }
}

/// <summary>What a piece was found to be.</summary>
/// <param name="Bytes">Its length as stored.</param>
/// <param name="Sha256">SHA-256 of it as stored, in small hexadecimal letters.</param>
/// <param name="Crc32">CRC-32 of it as stored, base64.</param>
/// <param name="RawBytes">Bytes of its lines, as far as they could be read.</param>
/// <param name="RawSha256">SHA-256 of these.</param>
/// <param name="Damage">What kept it from being read, or would keep others; its key is not said yet.</param>
internal sealed record PieceFacts(long Bytes, string Sha256, string Crc32, long RawBytes, string RawSha256, Damage? Damage);
