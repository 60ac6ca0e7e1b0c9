using LogArchiver.LocalAws.Faults;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LogArchiver.LocalAws;

/// <summary>What every request passes: it is given an id, named, counted, met by a fault if one is scripted, and handed to the
/// service whose it is.</summary>
internal sealed class FrontDoor(
    IReadOnlyList<ILocalService> services, LocalAwsOptions options, FaultScript faults, RequestLog requests)
    : IHttpApplication<HttpContext>
{
    private long lastRequest;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        context.TraceIdentifier = NextRequestId();
        context.Response.Headers["x-amzn-RequestId"] = context.TraceIdentifier;
        var operation = OperationName.Of(context.Request);
        requests.Add(operation.Name);
        try
        {
            var fault = await faults.NextAsync(operation, context.Request);
            await FaultPlayer.PlayAsync(fault, operation, context, options.Clock, () => DispatchAsync(context, operation));
            requests.AddAnswer(operation.Name, context.Response.StatusCode, context.Response.ContentLength ?? 0);
        }
        catch (Exception problem) when (problem is OperationCanceledException or ConnectionResetException or IOException
            && context.RequestAborted.IsCancellationRequested)
        {
            // The client went away, or a fault sent it away: nobody is left to answer.
        }
        catch (Exception problem) when (!context.Response.HasStarted)
        {
            // A mistake in LocalAws itself: said aloud, in the shape the client will show.
            await ErrorAnswer.WriteAsync(context, operation.Service, 500, "InternalFailure", problem.ToString());
        }
    }

    private Task DispatchAsync(HttpContext context, OperationName operation)
    {
        foreach (var service in services)
        {
            if (service.Takes(context.Request))
            {
                return service.HandleAsync(context);
            }
        }

        return ErrorAnswer.WriteAsync(context, operation.Service, 404, "UnknownOperationException", "No such service here.");
    }

    // The look of AWS's ids, and the same in every run with the same seed and the same requests.
    private string NextRequestId() => $"{options.Seed:x8}-10ca-4a35-8000-{Interlocked.Increment(ref lastRequest):x12}";
}
