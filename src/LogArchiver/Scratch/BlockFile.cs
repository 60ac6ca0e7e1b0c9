using Microsoft.Win32.SafeHandles;

namespace LogArchiver.Scratch;

/// <summary>A file that is written once, from its beginning to its end, and read so, in whole <see cref="Blocks"/>; on demand past the
/// kernel's cache. Where that is impossible it goes through the cache, and nothing else differs.</summary>
internal sealed class BlockFile : IDisposable
{
    private readonly SafeFileHandle file;
    private bool isPastCache;
    private long at;

    private BlockFile(SafeFileHandle file, bool pastCache)
    {
        this.file = file;
        isPastCache = pastCache && CacheBypass.TryBegin(file);
    }

    /// <summary>Makes a file; nothing may be there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static BlockFile Create(string path, bool pastCache) =>
        new(File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read), pastCache);

    /// <summary>Opens a file to be read.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static BlockFile Open(string path, bool pastCache) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read), pastCache);

    /// <summary>Appends whole blocks, from memory that <see cref="Blocks.Allocate"/> gave.</summary>
    /// <exception cref="IOException">Scratch space is full or broken.</exception>
    public void Write(ReadOnlySpan<byte> blocks)
    {
        try
        {
            RandomAccess.Write(file, blocks, at);
        }
        catch (IOException) when (TryEndBypass())
        {
            RandomAccess.Write(file, blocks, at);
        }

        at += blocks.Length;
    }

    /// <summary>Reads the next blocks, into memory that <see cref="Blocks.Allocate"/> gave.</summary>
    /// <returns>The bytes read: fewer than asked for only at the end of the file, 0 behind it.</returns>
    /// <exception cref="IOException">Scratch space is broken.</exception>
    public int Read(Span<byte> blocks)
    {
        int read;
        try
        {
            read = RandomAccess.Read(file, blocks, at);
        }
        catch (IOException) when (TryEndBypass())
        {
            read = RandomAccess.Read(file, blocks, at);
        }

        at += read;
        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    // A file system may take the wish and refuse what follows, say for want of larger blocks. Any other fault comes again.
    private bool TryEndBypass()
    {
        if (!isPastCache)
        {
            return false;
        }

        isPastCache = false;
        return CacheBypass.TryEnd(file);
    }
}
