using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>The conditions of a read, in the order of RFC 9110: a tag outweighs a date.</summary>
internal static class ReadCondition
{
    /// <summary>Throws PreconditionFailed (412) or NotModified (304) unless the object may be sent.</summary>
    public static void Check(IHeaderDictionary headers, ObjectFacts stored)
    {
        if (headers.IfMatch.ToString() is { Length: > 0 } match)
        {
            if (!Matches(match, stored.ETag))
            {
                throw S3Faults.PreconditionFailed("If-Match");
            }
        }
        else if (Date(headers.IfUnmodifiedSince) is { } unmodified && stored.LastModified > unmodified)
        {
            throw S3Faults.PreconditionFailed("If-Unmodified-Since");
        }

        var noneMatch = headers.IfNoneMatch.ToString();
        var unchanged = noneMatch.Length > 0
            ? Matches(noneMatch, stored.ETag)
            : Date(headers.IfModifiedSince) is { } modified && stored.LastModified <= modified;
        if (unchanged)
        {
            throw new S3FaultException(304, "NotModified", "Not Modified") { Headers = [("ETag", stored.QuotedETag)] };
        }
    }

    private static bool Matches(string header, string etag) =>
        header.Split(',').Select(tag => tag.Trim()).Any(tag => tag == "*" || tag.Trim('"') == etag);

    private static DateTimeOffset? Date(string? header) =>
        DateTimeOffset.TryParseExact(header, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
