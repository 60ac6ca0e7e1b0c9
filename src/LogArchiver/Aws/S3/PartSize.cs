using LogArchiver.Ports;

namespace LogArchiver.Aws.S3;

/// <summary>How large the parts of a multipart upload are.</summary>
internal static class PartSize
{
    /// <summary>From this length on a file goes up in parts (TransferUtility's own threshold).</summary>
    public const long MultipartBytes = 16 * Mebibyte;

    /// <summary>Parts in flight at once. Parts stream from the file, but each takes the SDK's buffers and what it leaves to the collector: with
    /// eight, the function of 256 MB peaked 3 MB higher while sending. More gains nothing on a function's network.</summary>
    public const int PartsAtOnce = 4;

    private const long Mebibyte = 1 << 20;
    private const long UsualBytes = 8 * Mebibyte;

    /// <summary>8 MiB, or as many whole mebibytes more as keep a long file within <see cref="PartLimits.MostParts"/>.</summary>
    /// <param name="fileBytes">Length of the file.</param>
    public static long For(long fileBytes)
    {
        var needed = (fileBytes + PartLimits.MostParts - 1) / PartLimits.MostParts;
        var wholeMebibytes = (needed + Mebibyte - 1) / Mebibyte * Mebibyte;
        return Math.Max(UsualBytes, wholeMebibytes);
    }
}
