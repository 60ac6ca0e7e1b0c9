using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using static LogArchiver.LocalAws.S3.S3Answer;

namespace LogArchiver.LocalAws.S3;

/// <summary>DeleteObject and DeleteObjects. What is not there counts as deleted.</summary>
internal static class DeleteOperations
{
    /// <summary>Keys in one request.</summary>
    private const int MostKeys = 1000;

    /// <summary>DeleteObject.</summary>
    public static Task DeleteAsync(S3Call call)
    {
        call.Bucket.Delete(call.Key, call.Header("If-Match")?.Trim('"'));
        call.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>DeleteObjects.</summary>
    public static async Task DeleteManyAsync(S3Call call)
    {
        var bucket = call.Bucket;
        var (root, verified) = await call.XmlAsync();
        if (!verified)
        {
            throw S3Faults.InvalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }

        var entries = root?.Elements().Where(element => element.Name.LocalName == "Object").ToList() ?? [];
        if (entries.Count is 0 or > MostKeys)
        {
            throw S3Faults.MalformedXml();
        }

        var quiet = S3Call.Child(root!, "Quiet") == "true";
        var results = entries.Select(entry => Delete(bucket, entry)).Where(result => !quiet || result.Name.LocalName == "Error").ToList();
        await XmlAsync(call.Context, Element("DeleteResult", results));
    }

    private static XElement Delete(S3Bucket bucket, XElement entry)
    {
        var key = S3Call.Child(entry, "Key") ?? throw S3Faults.MalformedXml();
        try
        {
            bucket.Delete(key, S3Call.Child(entry, "ETag")?.Trim('"'));
            return Element("Deleted", Element("Key", key));
        }
        catch (S3FaultException fault)
        {
            return Element("Error", Element("Key", key), Element("Code", fault.Code), Element("Message", fault.Message));
        }
    }
}
