namespace LogArchiver.Cli.Terminal;

/// <summary>How the user would start this program again.</summary>
internal static class ProgramName
{
    private const string Installed = "logarchiver";
    private const string ProjectFile = "LogArchiver.Cli.csproj";

    /// <summary><c>logarchiver</c> where it is installed; <c>dotnet run …</c> where it runs from its source.</summary>
    public static string OfProcess() => Of(AppContext.BaseDirectory, Environment.CurrentDirectory, File.Exists);

    /// <summary>The same, of a given place.</summary>
    internal static string Of(string baseFolder, string currentFolder, Func<string, bool> exists)
    {
        for (var folder = new DirectoryInfo(baseFolder); folder is not null; folder = folder.Parent)
        {
            if (exists(Path.Combine(folder.FullName, ProjectFile)))
            {
                var project = Path.GetRelativePath(currentFolder, folder.FullName);
                // Out of many folders up, the way from the root is easier to read.
                return $"dotnet run --project {ShellText.Quote(project.StartsWith("../..", StringComparison.Ordinal) ? folder.FullName : project)} --";
            }
        }

        return Installed;
    }
}
