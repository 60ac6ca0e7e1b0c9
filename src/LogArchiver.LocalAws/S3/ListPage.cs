using System.Text;

namespace LogArchiver.LocalAws.S3;

/// <summary>What to list.</summary>
/// <param name="Prefix">What keys begin with.</param>
/// <param name="Delimiter">Keys with it after the prefix are rolled up to it; empty for none.</param>
/// <param name="After">Only what comes after this key or common prefix.</param>
/// <param name="MaxKeys">Entries a page, at most <see cref="ListPage.MaxKeys"/>.</param>
internal sealed record ListQuery(string Prefix, string Delimiter, string After, int MaxKeys);

/// <summary>A page of a listing.</summary>
/// <param name="Objects">The objects, by key.</param>
/// <param name="CommonPrefixes">What was rolled up.</param>
/// <param name="Next">The last key or common prefix of the page when there are more; else null.</param>
internal sealed record ListPage(IReadOnlyList<ObjectFacts> Objects, IReadOnlyList<string> CommonPrefixes, string? Next)
{
    /// <summary>The most S3 gives in a page.</summary>
    public const int MaxKeys = 1000;

    /// <summary>Walks the index from the first key in question, leaping over what is rolled up.</summary>
    public static ListPage Of(SortedList<string, ObjectFacts> objects, ListQuery query)
    {
        var found = new List<ObjectFacts>();
        var rolled = new List<string>();
        var last = "";
        var index = KeyOrder.Instance.Compare(query.After, query.Prefix) < 0
            ? FirstAtLeast(objects, query.Prefix)
            : FirstAfter(objects, query.After, query.Delimiter, query.Prefix);
        while (index < objects.Count && objects.GetKeyAtIndex(index).StartsWith(query.Prefix, StringComparison.Ordinal))
        {
            if (found.Count + rolled.Count == query.MaxKeys)
            {
                return new ListPage(found, rolled, query.MaxKeys == 0 ? null : last);
            }

            var key = objects.GetKeyAtIndex(index);
            if (CommonPrefix(key, query) is { } common)
            {
                rolled.Add(common);
                last = common;
                index = FirstBeyond(objects, common, index);
            }
            else
            {
                found.Add(objects.GetValueAtIndex(index));
                last = key;
                index++;
            }
        }

        return new ListPage(found, rolled, null);
    }

    /// <summary>A continuation token says where to go on; opaque to clients.</summary>
    public static string TokenOf(string last) => Convert.ToBase64String(Encoding.UTF8.GetBytes("1:" + last));

    /// <summary>What a token says; throws for one that we did not give.</summary>
    public static string AfterOf(string token)
    {
        var bytes = new byte[token.Length];
        var text = Convert.TryFromBase64String(token, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : "";
        return text.StartsWith("1:", StringComparison.Ordinal)
            ? text[2..]
            : throw S3Faults.InvalidArgument("continuation-token", token, "The continuation token provided is incorrect.");
    }

    private static string? CommonPrefix(string key, ListQuery query)
    {
        var at = query.Delimiter.Length == 0 ? -1 : key.IndexOf(query.Delimiter, query.Prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + query.Delimiter.Length)];
    }

    /// <summary>A page that ended in a common prefix goes on behind everything rolled up in it.</summary>
    private static int FirstAfter(SortedList<string, ObjectFacts> objects, string after, string delimiter, string prefix)
    {
        var index = FirstAtLeast(objects, after);
        if (delimiter.Length > 0 && after.Length > prefix.Length && after.EndsWith(delimiter, StringComparison.Ordinal))
        {
            return FirstBeyond(objects, after, index);
        }

        return index < objects.Count && objects.GetKeyAtIndex(index) == after ? index + 1 : index;
    }

    private static int FirstBeyond(SortedList<string, ObjectFacts> objects, string prefix, int index)
    {
        while (index < objects.Count && objects.GetKeyAtIndex(index).StartsWith(prefix, StringComparison.Ordinal))
        {
            index++;
        }

        return index;
    }

    private static int FirstAtLeast(SortedList<string, ObjectFacts> objects, string key)
    {
        var low = 0;
        var high = objects.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (KeyOrder.Instance.Compare(objects.GetKeyAtIndex(middle), key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
