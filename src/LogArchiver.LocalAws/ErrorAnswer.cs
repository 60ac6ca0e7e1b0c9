using System.Security;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws;

/// <summary>An error in the shape its service gives it, so that a real client makes the same exception of it.</summary>
internal static class ErrorAnswer
{
    public static Task WriteAsync(HttpContext context, LocalService service, int status, string code, string message) =>
        service switch
        {
            LocalService.Logs => WriteAsync(context, status, "application/x-amz-json-1.1", LogsBody(code, message)),
            LocalService.S3 => WriteAsync(context, status, "application/xml", S3Body(context, code, message)),
            _ => WriteAsync(context, status, "application/json", RuntimeBody(code, message)),
        };

    private static Task WriteAsync(HttpContext context, int status, string contentType, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;

        // The answer to HEAD announces a body and has none.
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static string LogsBody(string code, string message) =>
        $$"""{"__type":{{Quote(code)}},"message":{{Quote(message)}}}""";

    private static string RuntimeBody(string code, string message) =>
        $$"""{"errorType":{{Quote(code)}},"errorMessage":{{Quote(message)}}}""";

    private static string S3Body(HttpContext context, string code, string message) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Error><Code>{Escape(code)}</Code><Message>{Escape(message)}</Message><Resource>{Escape(context.Request.Path)}</Resource><RequestId>{context.TraceIdentifier}</RequestId></Error>
        """;

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string? Escape(string? text) => SecurityElement.Escape(text);
}
