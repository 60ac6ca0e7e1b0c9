namespace LogArchiver.Testing;

/// <summary>Texts that users or later versions will read, kept as files beside the tests. To accept a change, run the tests with
/// UPDATE_GOLDEN=1 and read the difference before committing it.</summary>
public static class Golden
{
    /// <summary>What the file should hold; with UPDATE_GOLDEN=1 it is written first.</summary>
    /// <param name="project">The test project, such as <c>LogArchiver.Flow.Tests</c>.</param>
    /// <param name="name">The file's name below the project's Golden folder.</param>
    /// <param name="actual">What it holds according to the code.</param>
    public static string Text(string project, string name, string actual)
    {
        var path = Path.Combine(RepositoryRoot.Path, "tests", project, "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        return File.ReadAllText(path);
    }
}
