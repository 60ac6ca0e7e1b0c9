using LogArchiver.Plan;

namespace LogArchiver.Cli.Local;

/// <summary>The environment that points any AWS client at LocalAws, and at nothing else.</summary>
internal static class LocalEnvironment
{
    /// <summary>The bucket that is made at the start.</summary>
    public const string Bucket = "archive";

    /// <summary>The Region LocalAws plays.</summary>
    public const string Region = "us-east-1";

    // What a payload that names no groups means here.
    private const string SampleGroups = "/demo/*,/aws/lambda/demo-*";

    // Whatever of the user's own would lead a client elsewhere, or would sign as somebody.
    private static readonly string[] Misleading =
    [
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_LAMBDA_LOG_LEVEL", "AWS_LAMBDA_LOG_FORMAT",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy",
    ];

    /// <summary>What to set, in the order in which to show it. The keys are made up: LocalAws takes any.</summary>
    public static IReadOnlyList<(string Name, string Value)> Variables(Uri endpoint) =>
    [
        ("AWS_ENDPOINT_URL", endpoint.GetLeftPart(UriPartial.Authority)),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_REGION", Region),
        ("AWS_DEFAULT_REGION", Region),
        (Settings.Bucket.EnvironmentName, Bucket),
    ];

    /// <summary>The environment given, turned to LocalAws; settings of the archiver are dropped, so that a demo is the same
    /// everywhere.</summary>
    public static Dictionary<string, string?> Of(IReadOnlyDictionary<string, string?> environment, Uri endpoint, string folder)
    {
        var turned = environment
            .Where(one => !Misleading.Contains(one.Key, StringComparer.Ordinal)
                && !one.Key.StartsWith(Settings.EnvironmentPrefix, StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in Variables(endpoint))
        {
            turned[name] = value;
        }

        turned[Settings.LogGroups.EnvironmentName] = SampleGroups;

        // Files of the user's that may name other endpoints and Regions are out of sight, and so is the metadata service.
        turned["AWS_CONFIG_FILE"] = Path.Combine(folder, "no-config");
        turned["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder, "no-credentials");
        turned["AWS_EC2_METADATA_DISABLED"] = "true";
        return turned;
    }

    /// <summary>Turns this process to LocalAws, for clients that read its environment.</summary>
    public static void Enter(IReadOnlyDictionary<string, string?> before, IReadOnlyDictionary<string, string?> after)
    {
        foreach (var name in before.Keys.Union(after.Keys, StringComparer.Ordinal))
        {
            Environment.SetEnvironmentVariable(name, after.GetValueOrDefault(name));
        }
    }
}
