using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace LogArchiver.LocalAws.S3;

/// <summary>Decodes aws-chunked bodies: <c>hex size[;chunk-signature=…] CRLF bytes CRLF</c>, a chunk of none, then trailing headers.</summary>
/// <remarks>Signatures are required where announced, and not verified: LocalAws knows no secrets.</remarks>
internal static class AwsChunked
{
    /// <summary>The least size of a signed chunk but the last (from "Signature calculations, chunked upload" in the API reference).</summary>
    private const int LeastChunkBytes = 8192;

    /// <summary>A chunk header or a trailer longer than this is no such thing.</summary>
    private const int MostLineBytes = 4096;

    /// <summary>Trailers in one body.</summary>
    private const int MostTrailers = 8;

    /// <summary>Hands the content on and returns the trailing headers.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> DecodeAsync(
        PipeReader body, BodyPlan plan, BodySink sink, CancellationToken cancellationToken)
    {
        long last = long.MaxValue;
        while (true)
        {
            var size = SizeOf(await LineAsync(body, cancellationToken) ?? throw Torn(), plan.SignedChunks);
            if (size == 0)
            {
                return await TrailersAsync(body, plan, cancellationToken);
            }

            if (plan.SignedChunks && last < LeastChunkBytes)
            {
                throw new S3FaultException(403, "InvalidChunkSizeError", "Only the last chunk is allowed to have a size less than 8192 bytes");
            }

            last = size;
            await ContentAsync(body, size, sink, cancellationToken);
            if (await LineAsync(body, cancellationToken) is not "")
            {
                throw Torn();
            }
        }
    }

    private static long SizeOf(string line, bool signed)
    {
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var digits = semicolon < 0 ? line : line[..semicolon];
        if (signed && (semicolon < 0 || !line.AsSpan(semicolon + 1).StartsWith("chunk-signature=")))
        {
            throw new S3FaultException(403, "SignatureDoesNotMatch", "A chunk of the request body has no chunk-signature.");
        }

        return long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) && size >= 0
            ? size
            : throw Torn();
    }

    private static async Task ContentAsync(PipeReader body, long size, BodySink sink, CancellationToken cancellationToken)
    {
        while (size > 0)
        {
            var read = await body.ReadAsync(cancellationToken);
            var content = read.Buffer.Length > size ? read.Buffer.Slice(0, size) : read.Buffer;
            if (content.IsEmpty && read.IsCompleted)
            {
                throw Torn();
            }

            await sink.WriteAsync(content, cancellationToken);
            size -= content.Length;
            body.AdvanceTo(content.End);
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> TrailersAsync(PipeReader body, BodyPlan plan, CancellationToken cancellationToken)
    {
        var trailers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(body, cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !plan.HasTrailer || trailers.Count == MostTrailers)
            {
                throw new S3FaultException(400, "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");
            }

            trailers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return trailers;
    }

    /// <summary>A line without its end; null where the body ends first.</summary>
    private static async Task<string?> LineAsync(PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                body.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted && read.Buffer.IsEmpty)
            {
                return null;
            }

            if (read.IsCompleted || read.Buffer.Length > MostLineBytes)
            {
                throw Torn();
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static S3FaultException Torn() =>
        S3Faults.IncompleteBody("The request body terminated unexpectedly");
}
