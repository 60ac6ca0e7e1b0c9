using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LogArchiver.LocalAws.Runtime;

/// <summary>Errors as Lambda words them, and those that a function sends, read.</summary>
internal static class RuntimeErrors
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An error of Lambda's own.</summary>
    public static InvocationError Of(string type, string message) => new(
        type, message, new JsonObject { ["errorType"] = type, ["errorMessage"] = message }.ToJsonString(Plain));

    /// <summary>The error of a function that took too long.</summary>
    public static InvocationError TimedOut(string requestId, TimeSpan timeout) =>
        Of("Sandbox.Timedout", $"RequestId: {requestId} Error: Task timed out after {timeout.TotalSeconds:0.00} seconds");

    /// <summary>The error of a function that ended without an answer.</summary>
    public static InvocationError Exited(string requestId, int exitCode) =>
        Of("Runtime.ExitError", $"RequestId: {requestId} Error: Runtime exited with error: exit status {exitCode}");

    /// <summary>The error of an answer that is too large.</summary>
    public static InvocationError TooLarge(int mostBytes) =>
        Of("Function.ResponseSizeTooLarge", $"Response payload size exceeded maximum allowed payload size ({mostBytes} bytes).");

    /// <summary>Reads what a function sent; what cannot be read is kept as it is.</summary>
    /// <param name="body">The body.</param>
    /// <param name="header">The header Lambda-Runtime-Function-Error-Type; empty when it was not sent.</param>
    public static InvocationError Read(ReadOnlySpan<byte> body, string header)
    {
        var raw = System.Text.Encoding.UTF8.GetString(body);
        try
        {
            var root = JsonNode.Parse(raw) as JsonObject;
            var type = (root?["errorType"] as JsonValue)?.ToString();
            var message = (root?["errorMessage"] as JsonValue)?.ToString();
            return new InvocationError(type ?? (header.Length > 0 ? header : "Runtime.Unknown"), message ?? "", raw);
        }
        catch (JsonException)
        {
            return new InvocationError(header.Length > 0 ? header : "Runtime.Unknown", raw, raw);
        }
    }
}
