namespace LogArchiver.LocalAws.S3;

/// <summary>What was said when a multipart upload began.</summary>
internal sealed record UploadFacts
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Initiated { get; init; }

    /// <summary>What the object will carry.</summary>
    public required ObjectHeaders Headers { get; init; }

    /// <summary>The algorithm the writer chose; null where it left the choice to S3, which takes CRC-64/NVME.</summary>
    public ChecksumAlgorithm? Algorithm { get; init; }

    /// <summary>How the object's checksum is made.</summary>
    public required ChecksumType Type { get; init; }
}

/// <summary>A part that has arrived.</summary>
internal sealed record PartFacts
{
    /// <summary>1 to 10,000.</summary>
    public required int Number { get; init; }

    /// <summary>The file, below the upload's folder.</summary>
    public required string File { get; init; }

    /// <summary>Length.</summary>
    public required long Bytes { get; init; }

    /// <summary>MD5 in hex.</summary>
    public required string ETag { get; init; }

    /// <summary>Its checksum.</summary>
    public required Checksum Checksum { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset LastModified { get; init; }
}

/// <summary>A multipart upload under way: its parts as files in a folder of its own, so that it survives a restart.</summary>
internal sealed class MultipartUpload
{
    private readonly S3Folders folders;
    private readonly Lock gate = new();
    private readonly SortedDictionary<int, PartFacts> parts = [];
    private bool over;

    private MultipartUpload(S3Folders folders, UploadFacts facts)
    {
        this.folders = folders;
        Facts = facts;
    }

    /// <summary>What was said when it began.</summary>
    public UploadFacts Facts { get; }

    /// <summary>Where its parts are.</summary>
    public string Folder => Path.Combine(folders.Uploads, Facts.Id);

    /// <summary>The parts so far, by number.</summary>
    public IReadOnlyList<PartFacts> Parts
    {
        get
        {
            lock (gate)
            {
                return [.. parts.Values];
            }
        }
    }

    /// <summary>Begins one.</summary>
    public static MultipartUpload Create(S3Folders folders, UploadFacts facts)
    {
        var upload = new MultipartUpload(folders, facts);
        folders.Save(Path.Combine(upload.Folder, "upload.json"), facts, S3Json.Default.UploadFacts);
        return upload;
    }

    /// <summary>Finds one of an earlier process; null where the folder holds none.</summary>
    public static MultipartUpload? TryLoad(S3Folders folders, string folder)
    {
        if (S3Folders.TryLoad(Path.Combine(folder, "upload.json"), S3Json.Default.UploadFacts) is not { } facts)
        {
            return null;
        }

        var upload = new MultipartUpload(folders, facts);
        foreach (var sidecar in Directory.EnumerateFiles(folder, "*.part.json"))
        {
            if (S3Folders.TryLoad(sidecar, S3Json.Default.PartFacts) is { } part && File.Exists(Path.Combine(folder, part.File)))
            {
                upload.parts[part.Number] = part;
            }
        }

        return upload;
    }

    /// <summary>Takes a part, in place of an earlier one of its number.</summary>
    public void Add(PartFacts part, string path)
    {
        lock (gate)
        {
            if (over)
            {
                throw S3Faults.NoSuchUpload(Facts.Id);
            }

            var before = parts.GetValueOrDefault(part.Number);
            File.Move(path, Path.Combine(Folder, part.File));
            folders.Save(Path.Combine(Folder, $"{part.Number:D5}.part.json"), part, S3Json.Default.PartFacts);
            parts[part.Number] = part;
            if (before is not null)
            {
                File.Delete(Path.Combine(Folder, before.File));
            }
        }
    }

    /// <summary>Ends it, completed or aborted: parts still on their way are refused, and what has arrived is deleted.</summary>
    public void End()
    {
        lock (gate)
        {
            over = true;
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }
        }
    }
}
