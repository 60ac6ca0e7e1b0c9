namespace LogArchiver.Upload;

/// <summary>How large the parts of an upload are whose length nobody knows at its beginning. Pure.</summary>
/// <remarks>An upload has at most 10,000 parts (source: S3 multipart upload limits). Parts that double every 2,000 hold 62,000 times
/// the first: 484 GiB from 8 MiB, more than the largest merged object usually allowed, while none of the first 16 GiB is larger
/// than 8 MiB and none at all larger than 128 MiB, which has to wait in scratch space.</remarks>
internal static class PartPlan
{
    private const int PartsOfASize = 2_000;

    /// <summary>Bytes of the part with the number, 1 being the first.</summary>
    public static long BytesOf(int number, int firstBytes) => (long)firstBytes << ((number - 1) / PartsOfASize);
}
