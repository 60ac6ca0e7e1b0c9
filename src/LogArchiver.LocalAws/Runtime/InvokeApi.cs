using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Runtime;

/// <summary>The Invoke operation of Lambda, so that <c>aws lambda invoke</c> and the SDKs reach the function. Every name is taken
/// for the one function there is.</summary>
internal sealed class InvokeApi(RuntimeService service)
{
    private const string Root = "/2015-03-31/functions";

    /// <summary>The most an asynchronous invocation may carry: 1 MiB.</summary>
    private const int MostEventBytes = 1 << 20;

    /// <summary>Whether the request is an Invoke.</summary>
    public static bool Takes(HttpRequest request) => request.Path.StartsWithSegments(Root, StringComparison.Ordinal);

    /// <summary>Answers.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Method != "POST" || !context.Request.Path.Value!.EndsWith("/invocations", StringComparison.Ordinal))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "ResourceNotFoundException", "LocalAws has no other operation of Lambda than Invoke.");
            return;
        }

        var type = context.Request.Headers["X-Amz-Invocation-Type"].ToString();
        var most = type == "Event" ? MostEventBytes : PayloadReader.MostBytes;
        if (await PayloadReader.TryReadAsync(context.Request, most) is not { } payload)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "RequestTooLargeException", $"Request must be smaller than {most} bytes for the InvokeFunction operation");
        }
        else if (!IsJson(payload))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "InvalidRequestContentException", "Could not parse request body into json.");
        }
        else
        {
            await InvokeAsync(context, type, payload.Length == 0 ? "{}"u8.ToArray() : payload);
        }
    }

    private async Task InvokeAsync(HttpContext context, string type, byte[] payload)
    {
        switch (type)
        {
            case "DryRun":
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            case "Event":
                // Nobody waits for an event's end; it may outlive the request.
                _ = service.InvokeAsync(payload, service.Timeout, CancellationToken.None);
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                return;
            default:
                var result = await service.InvokeAsync(payload, service.Timeout, context.RequestAborted);
                context.Response.Headers["X-Amz-Executed-Version"] = "$LATEST";
                var body = result.Payload;
                if (result.Error is { } error)
                {
                    context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
                    body = System.Text.Encoding.UTF8.GetBytes(error.Raw);
                }

                context.Response.ContentType = "application/json";
                context.Response.ContentLength = body.Length;
                await context.Response.Body.WriteAsync(body, context.RequestAborted);
                return;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string type, string message)
    {
        context.Response.Headers["X-Amzn-ErrorType"] = type;
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsJsonAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Type"] = "User", ["Message"] = message }, context.RequestAborted);
    }

    private static bool IsJson(byte[] payload)
    {
        try
        {
            if (payload.Length > 0)
            {
                using var parsed = JsonDocument.Parse(payload);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
