using System.Net;
using System.Text;
using Amazon.Runtime;
using LogArchiver.Aws.Logs;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Aws.Logs;

/// <summary>What the real client sent.</summary>
internal sealed record SentRequest(Uri Uri, string Target, string ContentType, string Authorization, string Body);

/// <summary>Stands where the network begins: keeps each request and gives the answer that the test put there.</summary>
internal sealed class FakeLogsService : HttpMessageHandler
{
    private const string Region = "eu-west-1";

    public List<SentRequest> Sent { get; } = [];

    public Func<HttpResponseMessage> Answer { get; set; } = () => Json("{}");

    public ManualClock Clock { get; } = new();

    /// <summary>The source under test: its whole pipeline is real, but for the socket.</summary>
    public AwsLogSource Connect()
    {
        var config = LogsConnection.Configure(Region);
        config.IgnoreConfiguredEndpointUrls = true;
        config.HttpClientFactory = new Factory(this);
        return new AwsLogSource(new CloudWatchLogsClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config), Region, Clock);
    }

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        With(new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1"), status);

    public static HttpResponseMessage With(HttpContent content, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = content, Headers = { { "x-amzn-RequestId", "request-1" } } };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Add(new SentRequest(
            request.RequestUri!,
            request.Headers.GetValues("X-Amz-Target").Single(),
            request.Content!.Headers.ContentType!.ToString(),
            request.Headers.GetValues("Authorization").Single(),
            await request.Content.ReadAsStringAsync(cancellationToken)));
        return Answer();
    }

    private sealed class Factory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        // Each test has its own service; a client shared by settings would mix them up.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
