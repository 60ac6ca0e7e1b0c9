using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>Answers in the shape S3 gives them.</summary>
internal static class S3Answer
{
    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>An element of the API's namespace.</summary>
    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    /// <summary>A moment as listings write it.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Answers with XML, or with the headers alone to HEAD.</summary>
    public static async Task XmlAsync(HttpContext context, XElement root, int status = StatusCodes.Status200OK)
    {
        var response = context.Response;
        var bytes = Write(root);
        response.StatusCode = status;
        response.ContentType = "application/xml";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Answers with an error.</summary>
    public static Task ErrorAsync(HttpContext context, S3FaultException fault, string resource)
    {
        foreach (var (name, value) in fault.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (fault.Status == StatusCodes.Status304NotModified)
        {
            context.Response.StatusCode = fault.Status;
            return Task.CompletedTask;
        }

        // Errors, unlike answers, are in no namespace.
        return XmlAsync(
            context,
            new XElement(
                "Error",
                new XElement("Code", fault.Code),
                new XElement("Message", fault.Message),
                fault.Details.Select(detail => new XElement(detail.Name, detail.Value)),
                new XElement("Resource", resource),
                new XElement("RequestId", context.Response.Headers["x-amz-request-id"].ToString()),
                new XElement("HostId", context.Response.Headers["x-amz-id-2"].ToString())),
            fault.Status);
    }

    /// <summary>A checksum as an element and its type; nothing for none.</summary>
    public static IEnumerable<XElement> ChecksumElements(Checksum checksum) =>
    [
        Element(checksum.Algorithm.Element(), checksum.Value),
        Element("ChecksumType", checksum.Type.Name()),
    ];

    /// <summary>Sets a checksum's headers.</summary>
    public static void SetChecksum(HttpResponse response, Checksum checksum)
    {
        response.Headers[checksum.Algorithm.Header()] = checksum.Value;
        response.Headers["x-amz-checksum-type"] = checksum.Type.Name();
    }

    private static byte[] Write(XElement root)
    {
        // A key may hold what XML 1.0 forbids; S3 then writes a character reference, and so do we.
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false };
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, settings))
        {
            root.Save(writer);
        }

        return memory.ToArray();
    }
}
