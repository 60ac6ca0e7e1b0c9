using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Local;

/// <summary>The folder in which LocalAws keeps what it stores.</summary>
internal static class LocalFolder
{
    private const string Name = "logarchiver-demo";
    private const string Mark = ".localaws";

    /// <summary>The folder chosen, or the usual one below the temporary folder.</summary>
    public static string Of(string? chosen, IReadOnlyDictionary<string, string?> environment) =>
        Path.GetFullPath(chosen ?? Path.Combine(TemporaryFolder.Of(environment), Name));

    /// <summary>Makes the folder ready for LocalAws, and marks it as LocalAws's own.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="empty">Whether what an earlier run left is to go.</param>
    /// <exception cref="CommandException">It holds something that LocalAws did not put there, or cannot be written.</exception>
    public static void Prepare(string folder, bool empty)
    {
        try
        {
            if (File.Exists(folder))
            {
                throw CommandException.BadInput($"--folder: '{folder}' is a file.\n  Accepted: an empty folder, a new one, or one that LocalAws made");
            }

            var mark = Path.Combine(folder, Mark);
            if (Directory.Exists(folder) && !File.Exists(mark) && Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw CommandException.BadInput(
                    $"--folder: '{folder}' holds files that are not LocalAws's.\n  Accepted: an empty folder, a new one, or one that LocalAws made");
            }

            if (empty && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
            File.WriteAllText(mark, "LocalAws of LogArchiver keeps its objects here. The folder may be deleted at any time.\n");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Failed($"The folder '{folder}' cannot be used: {problem.Message}\n  Choose another with --folder.", problem);
        }
    }
}
