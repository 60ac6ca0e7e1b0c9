namespace LogArchiver.Cli.Terminal;

/// <summary>Where the user's system keeps what need not last.</summary>
internal static class TemporaryFolder
{
    /// <summary>The folder that TMPDIR names (TEMP or TMP on Windows), or <c>/tmp</c>.</summary>
    public static string Of(IReadOnlyDictionary<string, string?> environment)
    {
        string[] names = OperatingSystem.IsWindows() ? ["TEMP", "TMP"] : ["TMPDIR"];
        var named = names.Select(name => environment.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return named ?? (OperatingSystem.IsWindows() ? @"C:\Temp" : "/tmp");
    }
}
