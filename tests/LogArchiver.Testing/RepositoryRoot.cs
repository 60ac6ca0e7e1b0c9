namespace LogArchiver.Testing;

/// <summary>Where the repository's own files are, for tests that read the samples and documents users get.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Path { get; } = Find();

    /// <summary>A file or folder below it.</summary>
    public static string Below(params string[] steps) => System.IO.Path.Combine([Path, .. steps]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "LogArchiver.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds LogArchiver.sln.");
    }
}
