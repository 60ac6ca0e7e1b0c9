using System.IO.Compression;
using LogArchiver.Pack;
using LogArchiver.Readback;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver.Settle;

/// <summary>Lines, of <c>text</c> and <c>raw</c>, of which nobody can say where an event ends: they are looked for, one after another, among
/// those that are packed. If all are found, the new file has everything that the old one had.</summary>
internal sealed class EarlierLines(DayLines lines) : EarlierContent
{
    private ReadOnlyMemory<byte>? wanted;
    private bool isAtEnd;

    /// <inheritdoc/>
    /// <remarks>The lines found by earlier invocations are passed over.</remarks>
    public override async Task GoOnAsync(long positionMs, SettleTally tally, CancellationToken cancellationToken)
    {
        await base.GoOnAsync(positionMs, tally, cancellationToken);
        for (var passed = 0L; passed < tally.LinesFound && await WantAsync(cancellationToken); passed++)
        {
            wanted = null;
        }
    }

    public override Task<long> PackAsync(DayObjects objects, EventCursor source, long startMs, long endMs, RunTokens tokens) =>
        Task.FromResult(objects.Append(source, endMs, tokens));

    public override async Task SeeAsync(PackedFile file, CancellationToken cancellationToken)
    {
        await using var stored = File.OpenRead(file.Path);
        await using Stream raw = file.StoredBytes == file.RawBytes && file.Sha256 == file.RawSha256
            ? stored
            : new GZipStream(stored, CompressionMode.Decompress);
        var packed = new LineReader(raw);
        long found = 0;
        while (await packed.FillAsync(cancellationToken))
        {
            while (packed.TryTake(out var line) && await WantAsync(cancellationToken))
            {
                if (line.Span.SequenceEqual(wanted!.Value.Span))
                {
                    wanted = null;
                    found++;
                }
            }
        }

        Tally = Tally with { LinesFound = Tally.LinesFound + found };
    }

    public override async Task<bool> IsKeptAsync(CancellationToken cancellationToken) => !await WantAsync(cancellationToken);

    public override ValueTask DisposeAsync() => lines.DisposeAsync();

    /// <summary>Sees to it that a line is wanted; false when all have been found.</summary>
    private async ValueTask<bool> WantAsync(CancellationToken cancellationToken)
    {
        while (wanted is null && !isAtEnd)
        {
            if (lines.TryTake(out var line))
            {
                wanted = line;
            }
            else
            {
                isAtEnd = !await lines.FillAsync(cancellationToken);
            }
        }

        return wanted is not null;
    }
}
