using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>What a request's headers promise of its body.</summary>
internal sealed record BodyPlan
{
    private const string Streaming = "STREAMING-";

    /// <summary>Whether the body comes in aws-chunked encoding.</summary>
    public required bool Chunked { get; init; }

    /// <summary>Whether each chunk carries a signature.</summary>
    public bool SignedChunks { get; init; }

    /// <summary>Whether headers follow the last chunk.</summary>
    public bool HasTrailer { get; init; }

    /// <summary>Length of the content, without chunk headers.</summary>
    public required long Bytes { get; init; }

    /// <summary>The checksum the client sends; null when it sends none.</summary>
    public ChecksumAlgorithm? Algorithm { get; init; }

    /// <summary>Its value, when it is in a header; null when it comes as a trailer.</summary>
    public string? ChecksumValue { get; init; }

    /// <summary>Content-MD5; null when there is none.</summary>
    public byte[]? Md5 { get; init; }

    /// <summary>SHA-256 of the body in hex, where the signature covers it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Reads the headers; throws where they contradict each other or something is missing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ofObject">Whether a checksum in the headers is of the finished object, not of this body: so it is when an upload
    /// is completed.</param>
    public static BodyPlan Of(HttpRequest request, bool ofObject = false)
    {
        var headers = request.Headers;
        var hash = headers["x-amz-content-sha256"].ToString();
        var chunked = hash.StartsWith(Streaming, StringComparison.Ordinal);
        if (chunked && hash is not ("STREAMING-UNSIGNED-PAYLOAD-TRAILER" or "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" or "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"))
        {
            throw S3Faults.InvalidArgument("x-amz-content-sha256", hash, "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING- value, or a valid sha256 value.");
        }

        var bytes = chunked ? DecodedLength(headers) : request.ContentLength ?? throw S3Faults.MissingContentLength();
        var trailer = chunked && hash.EndsWith("-TRAILER", StringComparison.Ordinal);
        var (algorithm, value) = ofObject ? (null, null) : ChecksumOf(headers, trailer);
        return new BodyPlan
        {
            Chunked = chunked,
            SignedChunks = hash.StartsWith("STREAMING-AWS4", StringComparison.Ordinal),
            HasTrailer = trailer,
            Bytes = bytes,
            Algorithm = algorithm,
            ChecksumValue = value,
            Md5 = Md5Of(headers.ContentMD5),
            Sha256 = hash.Length == 64 ? hash : null,
        };
    }

    private static long DecodedLength(IHeaderDictionary headers) =>
        long.TryParse(headers["x-amz-decoded-content-length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw S3Faults.MissingContentLength();

    private static (ChecksumAlgorithm? Algorithm, string? Value) ChecksumOf(IHeaderDictionary headers, bool trailer)
    {
        var given = ChecksumNames.All.Where(algorithm => headers.ContainsKey(algorithm.Header())).ToList();
        if (given.Count > 1)
        {
            throw S3Faults.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum types are not allowed.");
        }

        var named = headers["x-amz-sdk-checksum-algorithm"].ToString();
        var trailing = headers["x-amz-trailer"].ToString();
        if (given.Count == 1)
        {
            var value = headers[given[0].Header()].ToString();
            return IsWellFormed(given[0], value)
                ? (given[0], value)
                : throw S3Faults.InvalidRequest($"Value for {given[0].Header()} header is invalid.");
        }

        if (trailing.Length > 0)
        {
            var algorithm = trailing.StartsWith(ChecksumNames.HeaderPrefix, StringComparison.OrdinalIgnoreCase)
                ? ChecksumNames.Parse(trailing[ChecksumNames.HeaderPrefix.Length..])
                : null;
            return algorithm is null || !trailer
                ? throw S3Faults.InvalidRequest("The value specified in the x-amz-trailer header is not supported.")
                : (algorithm, null);
        }

        return named.Length > 0
            ? throw S3Faults.InvalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.")
            : (null, null);
    }

    /// <summary>Whether the value is base64 of the right number of bytes.</summary>
    public static bool IsWellFormed(ChecksumAlgorithm algorithm, string value)
    {
        var bytes = new byte[64];
        return value.Length <= bytes.Length && Convert.TryFromBase64String(value, bytes, out var count) && count == algorithm.Width();
    }

    private static byte[]? Md5Of(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return null;
        }

        var bytes = new byte[16];
        return header.Length <= 24 && Convert.TryFromBase64String(header, bytes, out var count) && count == bytes.Length
            ? bytes
            : throw new S3FaultException(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
    }
}
