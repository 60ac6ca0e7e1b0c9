using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LogArchiver.Cli.Demo;

/// <summary>The demo's result for machines.</summary>
internal static class DemoJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line of JSON.</summary>
    public static byte[] Write(DemoResult result)
    {
        var document = new JsonObject
        {
            ["date"] = result.Samples.Date.ToString("yyyy-MM-dd"),
            ["folder"] = result.Folder,
            ["functionSeconds"] = Math.Round(result.FunctionTime.TotalSeconds, 3),
            ["verified"] = result.Files.All(file => file.Proof.Holds),
            ["groups"] = new JsonArray([.. result.Files.Select(Group)]),
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, Options);
    }

    private static JsonNode Group(ArchivedFile file) => new JsonObject
    {
        ["group"] = file.Group,
        ["streams"] = file.Manifest.Streams,
        ["events"] = file.Manifest.Events,
        ["rawBytes"] = file.Manifest.RawBytes,
        ["storedBytes"] = file.Manifest.StoredBytes,
        ["object"] = file.Manifest.Objects[0].Key,
        ["sha256"] = file.Manifest.Objects[0].Sha256,
        ["path"] = file.Path,
        ["verified"] = file.Proof.Holds,
    };
}
