using System.Collections;

namespace LogArchiver.Function;

/// <summary>The variables this program was started with, read once: from here on the environment is an argument.</summary>
internal static class EnvironmentVariables
{
    /// <summary>Host and port of the Runtime API; set by Lambda and by whatever stands in for it.</summary>
    public const string RuntimeApi = "AWS_LAMBDA_RUNTIME_API";

    /// <summary>The trace of the invocation in hand, where AWS clients look for it.</summary>
    public const string TraceId = "_X_AMZN_TRACE_ID";

    /// <summary>Where scratch files go instead of <c>/tmp</c>.</summary>
    public const string ScratchRoot = "TMPDIR";

    /// <summary>The function's memory in MiB (source: Lambda's defined runtime environment variables).</summary>
    public const string MemorySize = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

    /// <summary>The function's name (same source).</summary>
    public const string FunctionName = "AWS_LAMBDA_FUNCTION_NAME";

    /// <summary>Those of this process, by their exact names.</summary>
    public static Dictionary<string, string?> OfProcess()
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value;
        }

        return variables;
    }
}
