using System.Text.Json;

namespace LogArchiver.LocalAws.Logs;

/// <summary>One page of a listing that is ordered by a key.</summary>
internal static class ListPage
{
    public static ListPage<T> Take<T>(IEnumerable<T> ordered, Func<T, string> key, string? after, int limit)
    {
        var rest = after is null ? ordered : ordered.SkipWhile(item => string.CompareOrdinal(key(item), after) <= 0);
        var items = rest.Take(limit + 1).ToList();
        if (items.Count <= limit)
        {
            return new ListPage<T>(items, LastKey: null);
        }

        items.RemoveAt(limit);
        return new ListPage<T>(items, key(items[^1]));
    }
}

/// <summary>Its items, and the key after which the next page begins; null when this is the last.</summary>
internal sealed record ListPage<T>(List<T> Items, string? LastKey)
{
    public void WriteToken(Utf8JsonWriter writer, string subject, long nowMs)
    {
        if (LastKey is not null)
        {
            writer.WriteString("nextToken", ListToken.Make(subject, LastKey, nowMs));
        }
    }
}
