using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace LogArchiver.Aws;

/// <summary>Tells of each attempt at a custom endpoint (<c>AWS_ENDPOINT_URL</c>) where nobody listens. Stands within a client's retries, of
/// which nobody would hear before the last: they take up to a minute.</summary>
/// <param name="told">Whom; null for nobody. Asked at each refusal, for a client makes its pipeline before it is ready itself.</param>
internal sealed class RefusedConnections(Func<Action<Uri>?> told) : PipelineHandler
{
    /// <inheritdoc/>
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (Exception thrown) when (executionContext.RequestContext.ClientConfig.ServiceURL is { Length: > 0 } endpoint && IsRefusal(thrown))
        {
            told()?.Invoke(new Uri(endpoint));
            throw;
        }
    }

    private static bool IsRefusal(Exception? thrown) =>
        thrown is SocketException { SocketErrorCode: SocketError.ConnectionRefused } || (thrown is not null && IsRefusal(thrown.InnerException));
}
