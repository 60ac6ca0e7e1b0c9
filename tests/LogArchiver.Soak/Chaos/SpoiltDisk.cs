using System.Globalization;

namespace LogArchiver.Soak.Chaos;

/// <summary>What may happen to files in scratch space, and what a killed process leaves there.</summary>
/// <param name="root">The folder in which scratch folders are made.</param>
internal sealed class SpoiltDisk(string root)
{
    private const string Prefix = "logarchiver-scratch-";

    /// <summary>Something goes wrong with a scratch file in use: it is cut short, taken by another, or all are gone.</summary>
    public void Spoil(Random random)
    {
        var folder = Directory.EnumerateDirectories(root, Prefix + "*").Order(StringComparer.Ordinal).LastOrDefault();
        if (folder is null)
        {
            return;
        }

        var runs = Directory.GetFiles(folder, "run-*").Order(StringComparer.Ordinal).ToList();
        switch (random.Next(3))
        {
            case 0 when runs.Count > 0:
                using (var torn = new FileStream(runs[random.Next(runs.Count)], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                {
                    torn.SetLength(torn.Length / 2);
                }

                break;
            case 1:
                foreach (var kind in (string[])["run", "file", "waiting"])
                {
                    for (var number = 1; number < 30; number++)
                    {
                        var taken = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:D5}"));
                        if (!File.Exists(taken))
                        {
                            Directory.CreateDirectory(taken);
                        }
                    }
                }

                break;
            default:
                Directory.Delete(folder, recursive: true);
                break;
        }
    }

    /// <summary>Leaves what a process leaves that is killed at some moment: its folder with files and the lock, the folder alone, or
    /// the lock alone.</summary>
    public void Litter(Random random)
    {
        var folder = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{random.Next(100_000, 200_000)}-1"));
        var what = random.Next(3);
        if (what != 1)
        {
            File.WriteAllBytes(folder + ".lock", []);
        }

        if (what != 2)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, "file-00001"), new byte[100]);
        }
    }
}
