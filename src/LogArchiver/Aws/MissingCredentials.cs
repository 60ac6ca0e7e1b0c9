using Amazon.Runtime;

namespace LogArchiver.Aws;

/// <summary>Recognises the SDK's ways of saying that it found no credentials, and says what to do instead.</summary>
internal static class MissingCredentials
{
    /// <summary>The code of such a fault.</summary>
    public const string Code = "NoCredentials";

    /// <summary>What is wrong.</summary>
    public const string Message = "No AWS credentials were found.";

    /// <summary>What to do.</summary>
    public const string Fix =
        "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws sso login`. In Lambda the function's role gives them.";

    /// <summary>Whether missing credentials are behind the exception: it came from the SDK itself, with no answer from a service.</summary>
    public static bool Explains(Exception thrown) =>
        thrown is AmazonClientException
        && thrown.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase);
}
