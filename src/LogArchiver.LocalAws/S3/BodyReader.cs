using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>Takes a request's body in, as it comes, and holds it against everything its headers and trailers promise.</summary>
internal static class BodyReader
{
    /// <summary>The most a request in XML may have: 10,000 parts with their checksums fit.</summary>
    private const long MostXmlBytes = 8 << 20;

    /// <summary>The largest object of a single put, and the largest part: 5 GiB.</summary>
    private const long MostPutBytes = 5L << 30;

    /// <summary>Takes an object or a part into a file of its own; on any fault the file is deleted.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">A name nobody else has.</param>
    /// <param name="fallback">The checksum to compute where the client sends none.</param>
    public static async Task<BodyDigest> ToFileAsync(HttpRequest request, string path, ChecksumAlgorithm fallback)
    {
        var plan = BodyPlan.Of(request);
        if (plan.Bytes > MostPutBytes)
        {
            throw new S3FaultException(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
            {
                Details = [("ProposedSize", $"{plan.Bytes}"), ("MaxSizeAllowed", $"{MostPutBytes}")],
            };
        }

        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
            return await ReceiveAsync(request, plan, file, fallback);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Takes a small body in XML.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ofObject">See <see cref="BodyPlan.Of"/>.</param>
    /// <returns>The body, and whether the client sent something to verify it by.</returns>
    public static async Task<(MemoryStream Body, bool Verified)> ToMemoryAsync(HttpRequest request, bool ofObject)
    {
        if (request.ContentLength is null && !request.Headers.ContainsKey("x-amz-decoded-content-length") && request.Headers.TransferEncoding.Count == 0)
        {
            return (new MemoryStream(), false);
        }

        var plan = BodyPlan.Of(request, ofObject);
        if (plan.Bytes > MostXmlBytes)
        {
            throw new S3FaultException(400, "MaxMessageLengthExceeded", "Your request was too big.");
        }

        var memory = new MemoryStream();
        await ReceiveAsync(request, plan, memory, ChecksumAlgorithm.Crc32);
        memory.Position = 0;
        return (memory, plan.Md5 is not null || plan.Algorithm is not null);
    }

    private static async Task<BodyDigest> ReceiveAsync(HttpRequest request, BodyPlan plan, Stream destination, ChecksumAlgorithm fallback)
    {
        var cancellationToken = request.HttpContext.RequestAborted;
        using var sink = new BodySink(destination, plan.Algorithm ?? fallback, plan.Sha256 is not null, plan.Bytes);
        var given = plan.ChecksumValue;
        if (plan.Chunked)
        {
            var trailers = await AwsChunked.DecodeAsync(request.BodyReader, plan, sink, cancellationToken);
            given ??= plan.Algorithm is { } algorithm ? TrailerOf(trailers, algorithm) : null;
        }
        else
        {
            await CopyAsync(request.BodyReader, sink, cancellationToken);
        }

        await destination.FlushAsync(cancellationToken);
        var digest = sink.Finish();
        Verify(plan, given, digest);
        return digest;
    }

    private static string TrailerOf(IReadOnlyDictionary<string, string> trailers, ChecksumAlgorithm algorithm) =>
        !trailers.TryGetValue(algorithm.Header(), out var value)
            ? throw new S3FaultException(400, "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.")
            : BodyPlan.IsWellFormed(algorithm, value) ? value
            : throw S3Faults.InvalidRequest($"Value for {algorithm.Header()} trailing header is invalid.");

    private static async Task CopyAsync(PipeReader body, BodySink sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            await sink.WriteAsync(read.Buffer, cancellationToken);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static void Verify(BodyPlan plan, string? given, BodyDigest digest)
    {
        if (digest.Bytes != plan.Bytes)
        {
            throw S3Faults.IncompleteBody("You did not provide the number of bytes specified by the length header.");
        }

        if (plan.Sha256 is { } sha256 && !string.Equals(sha256, digest.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new S3FaultException(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }

        if (plan.Md5 is { } md5 && !md5.AsSpan().SequenceEqual(digest.Md5))
        {
            throw S3Faults.BadDigest("Content-MD5");
        }

        if (given is not null && given != digest.Checksum.Value)
        {
            throw S3Faults.BadDigest(digest.Checksum.Algorithm.Name());
        }
    }
}
