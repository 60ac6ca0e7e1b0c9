using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.S3;

/// <summary>The condition of a write, held from its first byte to its last: whether it is true is asked at the end, under the
/// bucket's lock, and a delete in between is a conflict.</summary>
internal sealed class WriteGuard(string key, string? ifMatch, bool ifAbsent)
{
    /// <summary>The key to be written.</summary>
    public string Key => key;

    /// <summary>Whether the key was deleted since the write began.</summary>
    public bool Disturbed { get; set; }

    /// <summary>Reads <c>If-Match</c> and <c>If-None-Match</c>; of the latter S3 takes only <c>*</c>.</summary>
    public static WriteGuard Of(IHeaderDictionary headers, string key)
    {
        var ifMatch = headers.IfMatch.ToString();
        var ifNoneMatch = headers.IfNoneMatch.ToString();
        if (ifNoneMatch is not ("" or "*"))
        {
            throw S3Faults.NotImplemented("If-None-Match on a write, other than '*'");
        }

        return ifMatch.Length > 0 && ifNoneMatch.Length > 0
            ? throw S3Faults.NotImplemented("If-Match together with If-None-Match on a write")
            : new WriteGuard(key, ifMatch.Length == 0 ? null : ifMatch.Trim('"'), ifNoneMatch == "*");
    }

    /// <summary>Throws unless the write may happen onto what is stored now.</summary>
    public void Check(ObjectFacts? stored)
    {
        if (Disturbed && (ifAbsent || ifMatch is not null))
        {
            throw S3Faults.ConditionalRequestConflict(key);
        }

        if (ifAbsent && stored is not null)
        {
            throw S3Faults.PreconditionFailed("If-None-Match");
        }

        if (ifMatch is null)
        {
            return;
        }

        if (stored is null)
        {
            throw S3Faults.NoSuchKey(key);
        }

        if (ifMatch != "*" && ifMatch != stored.ETag)
        {
            throw S3Faults.PreconditionFailed("If-Match");
        }
    }
}
