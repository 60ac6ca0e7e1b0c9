using System.Net.Http.Headers;
using System.Text;
using LogArchiver.LocalAws.Logs;
using LogArchiver.WholeRun.Source;

namespace LogArchiver.WholeRun;

/// <summary>Another user of the same account: asks for pages of one event at half of the quota, evenly, whatever the answer.</summary>
internal sealed class Rival(Uri endpoint, string operation, string region) : IDisposable
{
    private const double Share = 0.5;

    private readonly HttpClient client = new() { BaseAddress = endpoint };

    /// <summary>Its requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Those that were throttled.</summary>
    public int Throttled { get; private set; }

    /// <summary>Requests a second that it makes.</summary>
    public double PerSecond => Share * LogsQuotas.ForRegion(region).PerSecond[operation];

    /// <summary>Works until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / PerSecond));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                using var answer = await client.SendAsync(Request(), stop);
                Requests++;
                Throttled += answer.IsSuccessStatusCode ? 0 : 1;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop: this is how it ends.
        }
    }

    public void Dispose() => client.Dispose();

    private HttpRequestMessage Request()
    {
        var subject = operation == "GetLogEvents"
            ? $"\"logGroupName\":\"{SourceSetup.Group}\",\"logStreamName\":\"{SyntheticContent.NameOf(0)}\""
            : $"\"logGroupName\":\"{SourceSetup.Group}\"";
        var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes($"{{{subject},\"limit\":1}}")),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"Logs_20140328.{operation}");
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", "Credential=rival");
        return request;
    }
}
