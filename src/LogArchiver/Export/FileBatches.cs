using LogArchiver.Ports;

namespace LogArchiver.Export;

/// <summary>Cuts the files of an export that is too large to be merged into batches that fit in scratch space. Pure.</summary>
internal static class FileBatches
{
    /// <summary>Bytes of events in a byte of gzip that are reckoned with. Logs mostly come to a tenth; where they come to less, a batch
    /// that overflows is cut in two.</summary>
    public const int RawPerStored = 12;

    /// <summary>Whether the events of so many stored bytes may not fit in the room for runs, so that they are not merged into one.</summary>
    public static bool AreTooLarge(long storedBytes, long runBytes) => storedBytes * RawPerStored > runBytes;

    /// <summary>The number of files, from the first, that fit; at least one where there is one.</summary>
    /// <param name="files">What is left.</param>
    /// <param name="runBytes">The room for runs.</param>
    /// <param name="most">No more than so many.</param>
    public static int Take(ReadOnlySpan<(string Stream, StoredObject File)> files, long runBytes, int most)
    {
        var (count, bytes) = (0, 0L);
        while (count < files.Length && count < most && (count == 0 || !AreTooLarge(bytes + files[count].File.Bytes, runBytes)))
        {
            bytes += files[count++].File.Bytes;
        }

        return count;
    }
}
