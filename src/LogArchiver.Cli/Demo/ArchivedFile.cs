using LogArchiver.Seal;

namespace LogArchiver.Cli.Demo;

/// <summary>What the demo holds at its end for one group: the manifest, the file, and whether they say the same as what was put.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="About">What it imitates.</param>
/// <param name="Manifest">The day's record.</param>
/// <param name="Path">Where the file is on this machine.</param>
/// <param name="Proof">What comparing them showed.</param>
internal sealed record ArchivedFile(string Group, string About, Manifest Manifest, string Path, DayProof Proof);
