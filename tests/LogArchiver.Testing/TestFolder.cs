namespace LogArchiver.Testing;

/// <summary>A folder for one test, gone afterwards.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("test-of-logarchiver-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
