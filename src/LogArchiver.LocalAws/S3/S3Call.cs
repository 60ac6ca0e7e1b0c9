using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>One request to S3, understood.</summary>
internal sealed record S3Call(HttpContext Context, S3Address Address, string Operation, S3Store Store)
{
    /// <summary>The request.</summary>
    public HttpRequest Request => Context.Request;

    /// <summary>The answer.</summary>
    public HttpResponse Response => Context.Response;

    /// <summary>The key; throws where the request has none.</summary>
    public string Key => Address.Key ?? throw S3Faults.MethodNotAllowed(Request.Method);

    /// <summary>The bucket's name.</summary>
    public string BucketName => Address.Bucket ?? throw S3Faults.MethodNotAllowed(Request.Method);

    /// <summary>The bucket; throws NoSuchBucket.</summary>
    public S3Bucket Bucket => Store.Bucket(BucketName);

    /// <summary>A header; null when it is not there.</summary>
    public string? Header(string name) => Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>A parameter of the query; empty when it is not there.</summary>
    public string Query(string name) => Request.Query[name].ToString();

    /// <summary>A whole number of the query, or the default; throws InvalidArgument.</summary>
    public int QueryNumber(string name, int missing, int least, int most)
    {
        var text = Query(name);
        return text.Length == 0 ? missing
            : int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number >= least
                ? Math.Min(number, most)
                : throw S3Faults.InvalidArgument(name, text, $"Provided {name} not an integer or within integer range");
    }

    /// <summary>Reads the body as XML; null when it is empty.</summary>
    public async Task<(XElement? Root, bool Verified)> XmlAsync(bool ofObject = false)
    {
        var (body, verified) = await BodyReader.ToMemoryAsync(Request, ofObject);
        if (body.Length == 0)
        {
            return (null, verified);
        }

        try
        {
            // Keys of any characters come in here as in the answers.
            using var reader = XmlReader.Create(body, new XmlReaderSettings { CheckCharacters = false, DtdProcessing = DtdProcessing.Prohibit });
            return (XElement.Load(reader), verified);
        }
        catch (XmlException)
        {
            throw S3Faults.MalformedXml();
        }
    }

    /// <summary>The text of a child element, whatever its namespace; null when it is not there.</summary>
    public static string? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;
}
