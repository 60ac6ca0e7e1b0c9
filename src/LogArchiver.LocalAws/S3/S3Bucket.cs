namespace LogArchiver.LocalAws.S3;

/// <summary>One bucket: an index in memory of what lies on disk. Every change happens under its lock, file first, index last.</summary>
internal sealed class S3Bucket
{
    private readonly S3Folders folders;
    private readonly Lock gate = new();
    private readonly SortedList<string, ObjectFacts> objects = new(KeyOrder.Instance);
    private readonly HashSet<WriteGuard> guards = [];
    private bool deleted;

    private S3Bucket(S3Folders folders, BucketFacts facts)
    {
        this.folders = folders;
        Facts = facts;
    }

    /// <summary>Its name, age and Region.</summary>
    public BucketFacts Facts { get; }

    private string Folder => folders.Bucket(Facts.Name);

    /// <summary>Makes a new, empty bucket.</summary>
    public static S3Bucket Create(S3Folders folders, BucketFacts facts)
    {
        Directory.CreateDirectory(folders.Bucket(facts.Name));
        Directory.CreateDirectory(folders.ObjectSidecars(facts.Name));
        folders.Save(folders.BucketSidecar(facts.Name), facts, S3Json.Default.BucketFacts);
        return new S3Bucket(folders, facts);
    }

    /// <summary>Finds the objects of an earlier process again: those whose bytes are there in the right number.</summary>
    public static S3Bucket Load(S3Folders folders, BucketFacts facts)
    {
        var bucket = new S3Bucket(folders, facts);
        Directory.CreateDirectory(bucket.Folder);
        foreach (var sidecar in Directory.EnumerateFiles(folders.ObjectSidecars(facts.Name)))
        {
            if (S3Folders.TryLoad(sidecar, S3Json.Default.ObjectFacts) is { } stored
                && new FileInfo(Path.Combine(bucket.Folder, stored.File)) is { Exists: true } file
                && file.Length == stored.Bytes)
            {
                bucket.objects[stored.Key] = stored;
            }
        }

        return bucket;
    }

    /// <summary>What is stored under the key; null when nothing is.</summary>
    public ObjectFacts? Find(string key)
    {
        lock (gate)
        {
            return objects.GetValueOrDefault(key);
        }
    }

    /// <summary>Opens an object; the stream goes on reading it even if it is overwritten or deleted meanwhile.</summary>
    public (ObjectFacts Facts, FileStream Content)? Open(string key)
    {
        lock (gate)
        {
            return objects.TryGetValue(key, out var stored)
                ? (stored, new FileStream(
                    Path.Combine(Folder, stored.File), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous))
                : null;
        }
    }

    /// <summary>Where an object's bytes are, or would be.</summary>
    public string PathOf(string key) =>
        Path.Combine(Folder, (Find(key)?.File ?? KeyPath.Of(key)).Replace('/', Path.DirectorySeparatorChar));

    /// <summary>From now on a delete of the key disturbs the write.</summary>
    public void Watch(WriteGuard guard)
    {
        lock (gate)
        {
            guards.Add(guard);
        }
    }

    /// <summary>The write is over, for better or worse.</summary>
    public void Unwatch(WriteGuard guard)
    {
        lock (gate)
        {
            guards.Remove(guard);
        }
    }

    /// <summary>Puts a finished file in place, if the guard allows.</summary>
    public ObjectFacts Commit(WriteGuard guard, ObjectFacts facts, string path)
    {
        lock (gate)
        {
            if (deleted)
            {
                throw S3Faults.NoSuchBucket(Facts.Name);
            }

            var before = objects.GetValueOrDefault(facts.Key);
            guard.Check(before);
            var stored = facts with { File = before?.File ?? Place(facts.Key) };
            var target = Path.Combine(Folder, stored.File);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(path, target, overwrite: true);
            folders.Save(folders.ObjectSidecar(Facts.Name, stored.Key), stored, S3Json.Default.ObjectFacts);
            objects[stored.Key] = stored;
            return stored;
        }
    }

    /// <summary>Removes an object, if there is one, and the folders it leaves empty.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ifMatch">The entity tag it must have; null for any.</param>
    public void Delete(string key, string? ifMatch)
    {
        lock (gate)
        {
            if (!objects.TryGetValue(key, out var stored))
            {
                // "How to perform conditional deletes": where the key is gone and a tag was given, 404; without one nothing is asked.
                if (ifMatch is not null)
                {
                    throw S3Faults.NoSuchKey(key);
                }

                return;
            }

            if (ifMatch is not null && ifMatch != "*" && ifMatch != stored.ETag)
            {
                throw S3Faults.PreconditionFailed("If-Match");
            }

            File.Delete(folders.ObjectSidecar(Facts.Name, key));
            var path = Path.Combine(Folder, stored.File);
            File.Delete(path);
            objects.Remove(key);
            foreach (var guard in guards.Where(guard => guard.Key == key))
            {
                guard.Disturbed = true;
            }

            for (var parent = Path.GetDirectoryName(path)!;
                parent.Length > Folder.Length && !Directory.EnumerateFileSystemEntries(parent).Any();
                parent = Path.GetDirectoryName(parent)!)
            {
                Directory.Delete(parent);
            }
        }
    }

    /// <summary>A page of a listing.</summary>
    public ListPage List(ListQuery query)
    {
        lock (gate)
        {
            return ListPage.Of(objects, query);
        }
    }

    /// <summary>Removes the bucket from disk; throws unless it is empty.</summary>
    public void Destroy()
    {
        lock (gate)
        {
            if (objects.Count > 0)
            {
                throw new S3FaultException(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.")
                {
                    Details = [("BucketName", Facts.Name)],
                };
            }

            deleted = true;
            Directory.Delete(Path.GetDirectoryName(folders.BucketSidecar(Facts.Name))!, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(Folder).Any())
            {
                Directory.Delete(Folder);
            }
        }
    }

    /// <summary>S3 has no folders, so "a" and "a/b" may both be keys: the later one steps aside.</summary>
    private string Place(string key)
    {
        var segments = KeyPath.Of(key).Split('/');
        var place = "";
        for (var index = 0; index < segments.Length; index++)
        {
            var next = place + segments[index];
            var isLast = index == segments.Length - 1;
            var taken = isLast ? Directory.Exists(Path.Combine(Folder, next)) : File.Exists(Path.Combine(Folder, next));
            place = next + (taken ? KeyPath.Aside : "") + (isLast ? "" : "/");
        }

        return place;
    }
}
