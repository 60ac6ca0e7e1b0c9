using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Contracts.Tests.Store;

/// <summary>A folder of files to upload, gone after the test.</summary>
internal sealed class UploadFolder
{
    private readonly DirectoryInfo folder = Directory.CreateDirectory(
        Path.Combine(AppContext.BaseDirectory, "files", Guid.NewGuid().ToString("n")));

    /// <summary>Writes a file of that many bytes, the same for the same length, and describes it for an upload.</summary>
    public (FileUpload Upload, byte[] Content) Write(string name, int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, content);
        var upload = new FileUpload
        {
            Key = $"group=~a~b/dt=2026-11-19/{name}",
            Path = path,
            Bytes = bytes,
            Crc32 = PlainCrc32.Base64(content),
            ContentType = "application/x-ndjson",
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["sha256"] = "0123456789abcdef" },
        };
        return (upload, content);
    }

    public void Delete() => folder.Delete(recursive: true);
}
