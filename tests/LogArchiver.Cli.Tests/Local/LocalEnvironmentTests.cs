using LogArchiver.Cli.Local;

namespace LogArchiver.Cli.Tests.Local;

public class LocalEnvironmentTests
{
    private static readonly Uri Endpoint = new("http://127.0.0.1:40123");

    [Fact]
    public void Nothing_of_the_users_own_leads_a_client_elsewhere()
    {
        var before = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = "/bin",
            ["AWS_PROFILE"] = "production",
            ["AWS_SESSION_TOKEN"] = "secret",
            ["AWS_ENDPOINT_URL_S3"] = "https://elsewhere.example",
            ["HTTPS_PROXY"] = "http://proxy.example",
            ["LOGARCHIVER_BUCKET"] = "production-logs",
            ["LOGARCHIVER_PREFIX"] = "x/",
        };
        var after = LocalEnvironment.Of(before, Endpoint, "/folder");
        Assert.Equal("http://127.0.0.1:40123", after["AWS_ENDPOINT_URL"]);
        Assert.Equal("archive", after["LOGARCHIVER_BUCKET"]);
        Assert.Equal("/bin", after["PATH"]);
        string[] gone = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3", "HTTPS_PROXY", "LOGARCHIVER_PREFIX"];
        Assert.All(gone, name => Assert.DoesNotContain(name, after.Keys));
    }
}
