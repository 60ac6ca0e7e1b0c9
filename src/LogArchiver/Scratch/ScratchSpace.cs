using System.Globalization;

namespace LogArchiver.Scratch;

/// <summary>A folder for the files of one run of the archiver, gone when it is disposed of. Opening one also clears away what
/// earlier runs left: a warm Lambda environment keeps its <c>/tmp</c>, even after a crash (source: Lambda execution
/// environment documentation).</summary>
/// <remarks>Beside each folder lies a lock file, held open while its owner lives. Runs at the same time on one machine
/// therefore leave each other alone, and a folder whose lock can be had belongs to nobody.</remarks>
public sealed class ScratchSpace : IDisposable
{
    private const string FolderPrefix = "logarchiver-scratch-";
    private const string LockSuffix = ".lock";
    private const int MaxNames = 10_000;

    private readonly FileStream ownership;
    private int filesNamed;

    private ScratchSpace(string folder, FileStream ownership) => (Folder, this.ownership) = (folder, ownership);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Bytes free in the file system of the folder.</summary>
    public long FreeBytes => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Clears left-overs below <paramref name="root"/> and makes a fresh folder there.</summary>
    /// <exception cref="ScratchUnusableException">The root is full, read-only or missing, or may not be written.</exception>
    public static ScratchSpace Open(string root)
    {
        try
        {
            return Make(root);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ScratchUnusableException(problem);
        }
    }

    /// <summary>A path for a new file. Making and deleting it is the caller's; whatever remains goes with the folder.</summary>
    public string NewPath(string kind) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref filesNamed):D5}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        ownership.Dispose();
        File.Delete(Folder + LockSuffix);
    }

    private static ScratchSpace Make(string root)
    {
        ClearLeftOvers(root);
        for (var number = 1; number <= MaxNames; number++)
        {
            var folder = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{FolderPrefix}{Environment.ProcessId}-{number}"));
            if (!Directory.Exists(folder) && TryOwn(folder) is { } ownership)
            {
                Directory.CreateDirectory(folder);
                return new ScratchSpace(folder, ownership);
            }
        }

        throw new IOException($"No scratch folder could be made in {root}: {MaxNames} names are taken.");
    }

    private static void ClearLeftOvers(string root)
    {
        // A run that is killed as it begins or ends leaves a lock without a folder.
        var folders = Directory.EnumerateDirectories(root, FolderPrefix + "*")
            .Concat(Directory.EnumerateFiles(root, FolderPrefix + "*" + LockSuffix).Select(path => path[..^LockSuffix.Length]));
        foreach (var folder in folders.Distinct(StringComparer.Ordinal).ToList())
        {
            if (TryOwn(folder) is { } ownership)
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                ownership.Dispose();
                File.Delete(folder + LockSuffix);
            }
        }
    }

    private static FileStream? TryOwn(string folder)
    {
        try
        {
            return new FileStream(folder + LockSuffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(folder + LockSuffix))
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (File.Exists(folder + LockSuffix))
        {
            // Another user's, on a shared machine.
            return null;
        }
    }
}
