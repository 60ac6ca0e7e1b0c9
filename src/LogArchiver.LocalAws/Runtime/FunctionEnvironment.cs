namespace LogArchiver.LocalAws.Runtime;

/// <summary>The environment Lambda gives a function, from "Defined runtime environment variables".</summary>
internal static class FunctionEnvironment
{
    /// <summary>What a parent may hold that would lead a function astray: it gets only what its caller gives it.</summary>
    private static readonly string[] NotInherited = ["AWS_", "LOGARCHIVER_", "LAMBDA_", "_HANDLER", "_X_AMZN_"];

    /// <summary>The whole environment of the process.</summary>
    /// <param name="start">How it is to be started.</param>
    /// <param name="parent">The parent's environment: paths and the like pass on.</param>
    public static IReadOnlyDictionary<string, string> Of(FunctionStart start, IEnumerable<KeyValuePair<string, string?>> parent)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(start.Program))!;
        var result = parent
            .Where(pair => pair.Value is not null && !Array.Exists(NotInherited, prefix => pair.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
        result["_HANDLER"] = Path.GetFileNameWithoutExtension(start.Program);
        result["AWS_DEFAULT_REGION"] = start.Region;
        result["AWS_EXECUTION_ENV"] = "AWS_Lambda_dotnet10";
        result["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = $"{start.MemoryMegabytes}";
        result["AWS_LAMBDA_FUNCTION_NAME"] = start.FunctionName;
        result["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        result["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        result["AWS_LAMBDA_LOG_FORMAT"] = start.LogFormat;
        result["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{start.FunctionName}";
        result["AWS_LAMBDA_LOG_LEVEL"] = start.LogLevel;
        result["AWS_LAMBDA_LOG_STREAM_NAME"] = "local";
        result["AWS_LAMBDA_RUNTIME_API"] = start.RuntimeApi;
        result["AWS_REGION"] = start.Region;
        result["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
        result["LAMBDA_TASK_ROOT"] = folder;
        result["LANG"] = "en_US.UTF-8";
        result["TZ"] = ":UTC";
        foreach (var (name, value) in start.Environment)
        {
            result[name] = value;
        }

        return result;
    }
}
