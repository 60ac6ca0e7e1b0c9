using System.IO.Compression;
using System.Security.Cryptography;
using LogArchiver.Plan;
using LogArchiver.Sort;

namespace LogArchiver.Pack;

/// <summary>Appends events, line by line, to one file in scratch space, compressed, counted and hashed on the way.</summary>
internal sealed class ArchivePacker(LineFormat format, Compression compression, int streamsCounted)
{
    private const int LineBufferBytes = 128 << 10;

    // Measured: docs/decisions/0007-compression-level.md.
    private const int GzipLevel = 2;

    // How often, in events, the wish to stop is looked at: often enough for milliseconds, seldom enough to cost nothing.
    private const int EventsBetweenLooks = 4096;

    /// <summary>Writes the file. The caller owns it, also when this throws.</summary>
    /// <exception cref="IOException">Scratch space is full or broken.</exception>
    public PackedFile Pack(EventCursor events, string path, CancellationToken cancellationToken)
    {
        var lines = LineWriter.For(format);
        var census = new StreamCensus(streamsCounted);
        long count = 0;
        long? first = null;
        using var file = new HashingFile(path);
        using var rawSha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var body = new LineBody(LineBufferBytes, rawSha256, Compressor(file));
        try
        {
            while (events.MoveNext())
            {
                if (count++ % EventsBetweenLooks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                first ??= events.Timestamp;
                census.See(events.Stream);
                body.Append(lines, events);
            }
        }
        finally
        {
            body.Dispose();
        }

        return new PackedFile
        {
            Path = path,
            StoredBytes = file.Length,
            Sha256 = file.Sha256,
            Crc32 = file.Crc32Base64,
            RawBytes = body.Bytes,
            RawSha256 = Convert.ToHexStringLower(rawSha256.GetCurrentHash()),
            Events = count,
            Lines = body.Lines,
            FirstMs = first,
            LastMs = count > 0 ? events.Timestamp : null,
            Streams = census.Count,
            StreamsExact = census.IsExact,
        };
    }

    private Stream Compressor(HashingFile file) => compression == Compression.Gzip
        ? new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = GzipLevel }, leaveOpen: true)
        : file;

    /// <summary>The lines on their way to the compressor, through one buffer.</summary>
    private sealed class LineBody(int bufferBytes, IncrementalHash sha256, Stream target) : IDisposable
    {
        private byte[] buffer = new byte[bufferBytes];
        private int used;

        public long Bytes { get; private set; }

        public long Lines { get; private set; }

        public void Append(LineWriter lines, EventCursor next)
        {
            var room = lines.MaxBytes(next);
            if (used + room > buffer.Length)
            {
                Flush();
                if (room > buffer.Length)
                {
                    buffer = new byte[room];
                }
            }

            used += lines.Write(next, buffer.AsSpan(used));
        }

        /// <summary>Sends on what is left and ends the compressed file; the file itself stays open for its hash.</summary>
        public void Dispose()
        {
            Flush();
            if (target is not HashingFile)
            {
                target.Dispose();
            }
        }

        private void Flush()
        {
            var ready = buffer.AsSpan(0, used);
            target.Write(ready);
            sha256.AppendData(ready);
            Lines += ready.Count((byte)'\n');
            Bytes += used;
            used = 0;
        }
    }
}
