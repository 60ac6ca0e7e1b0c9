namespace LogArchiver.Cli.Invoke;

/// <summary>Where the built function is.</summary>
internal static class FunctionLocation
{
    private const string AssemblyName = "LogArchiver.Function.dll";

    /// <summary>The function's assembly: the one named, or the one that was built with this command.</summary>
    /// <param name="named">A path to the assembly or to its folder; null for the one built with this command.</param>
    /// <exception cref="CommandException">It is not there.</exception>
    public static string Find(string? named)
    {
        var path = named ?? Path.Combine(AppContext.BaseDirectory, "function");
        var assembly = Directory.Exists(path) ? Path.Combine(path, AssemblyName) : path;
        if (File.Exists(assembly))
        {
            return Path.GetFullPath(assembly);
        }

        throw named is null
            ? CommandException.Failed($"The function is missing beside this command ({assembly}). Build src/LogArchiver.Cli again, or name the function's build with --function.")
            : CommandException.BadInput($"--function: there is no function at '{named}'.\n  Accepted: the path of {AssemblyName}, or of the folder it is in");
    }
}
