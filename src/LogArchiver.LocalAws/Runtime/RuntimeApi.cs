using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Runtime;

/// <summary>What a function process speaks to: version 2018-06-01 of the Runtime API.</summary>
internal sealed class RuntimeApi(RuntimeService service, LocalAwsOptions options)
{
    /// <summary>Every path begins with it.</summary>
    public const string Root = "/2018-06-01";

    /// <summary>Answers.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value![(Root.Length + 1)..].Split('/');
        return (context.Request.Method, path) switch
        {
            ("GET", ["runtime", "invocation", "next"]) => NextAsync(context),
            ("POST", ["runtime", "invocation", var id, "response"]) => EndAsync(context, id, failed: false),
            ("POST", ["runtime", "invocation", var id, "error"]) => EndAsync(context, id, failed: true),
            ("POST", ["runtime", "init", "error"]) => InitErrorAsync(context),
            (_, ["runtime", ..]) => RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", "The path or the method is not known."),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "NotFound", "The path is not known."),
        };
    }

    /// <summary>Says no in the Runtime API's words.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string type, string message) =>
        AnswerAsync(context, status, new JsonObject { ["errorMessage"] = message, ["errorType"] = type }.ToJsonString());

    private async Task NextAsync(HttpContext context)
    {
        service.Ready();
        Invocation invocation;
        do
        {
            invocation = await service.Waiting.ReadAsync(context.RequestAborted);
        }
        while (!service.IsWanted(invocation));

        if (context.RequestAborted.IsCancellationRequested)
        {
            service.PutBack(invocation);
            return;
        }

        invocation.Take();
        var deadline = options.Clock.GetUtcNow() + invocation.Timeout;
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = $"{deadline.ToUnixTimeMilliseconds()}";
        headers["Lambda-Runtime-Invoked-Function-Arn"] = $"arn:aws:lambda:{options.Region}:{options.AccountId}:function:{service.FunctionName}";
        headers["Lambda-Runtime-Trace-Id"] = TraceId(invocation, options.Clock.GetUtcNow());
        headers["Lambda-Runtime-Invocation-Id"] = invocation.DeliveryId;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Payload.Length;
        await context.Response.Body.WriteAsync(invocation.Payload, context.RequestAborted);
    }

    private async Task EndAsync(HttpContext context, string requestId, bool failed)
    {
        var body = await PayloadReader.TryReadAsync(context.Request, PayloadReader.MostBytes);
        if (service.Find(requestId) is not { } invocation)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "InvalidRequestID", "Invalid request ID");
            return;
        }

        if (context.Request.Headers.TryGetValue("Lambda-Runtime-Invocation-Id", out var delivery) && delivery != invocation.DeliveryId)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "InvalidInvocationId", "Invalid invocation ID");
            return;
        }

        if (body is null)
        {
            invocation.TryEnd(RuntimeErrors.TooLarge(PayloadReader.MostBytes));
            await RefuseAsync(
                context,
                StatusCodes.Status413PayloadTooLarge,
                "RequestEntityTooLarge",
                $"Exceeded maximum allowed payload size ({PayloadReader.MostBytes} bytes).");
            return;
        }

        // First the answer, then the end: whoever waits for the end may stop this server.
        await AcceptAsync(context);
        _ = failed
            ? invocation.TryEnd(RuntimeErrors.Read(body, ErrorType(context)))
            : invocation.TryEnd(new InvocationResult { RequestId = requestId, Payload = body });
    }

    private async Task InitErrorAsync(HttpContext context)
    {
        var body = await PayloadReader.TryReadAsync(context.Request, PayloadReader.MostBytes);
        await AcceptAsync(context);
        service.FailInit(RuntimeErrors.Read(body ?? [], ErrorType(context)));
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        await AnswerAsync(context, StatusCodes.Status202Accepted, """{"status":"OK"}""");
        await context.Response.CompleteAsync();
    }

    private static Task AnswerAsync(HttpContext context, int status, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static string ErrorType(HttpContext context) =>
        context.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString();

    /// <summary>The shape of an X-Ray header; nothing here is sampled.</summary>
    private static string TraceId(Invocation invocation, DateTimeOffset now) =>
        $"Root=1-{now.ToUnixTimeSeconds():x8}-{invocation.RequestId.Replace("-", "", StringComparison.Ordinal)[..24]};Parent={invocation.DeliveryId.Replace("-", "", StringComparison.Ordinal)[..16]};Sampled=0";
}
