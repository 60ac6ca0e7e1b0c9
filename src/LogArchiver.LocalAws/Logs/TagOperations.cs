namespace LogArchiver.LocalAws.Logs;

/// <summary>Tags of groups. Their resource is the ARN without <c>:*</c> (source: the API reference of ListTagsForResource).</summary>
internal sealed class TagOperations(GroupCatalog groups)
{
    private const int MostTags = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    public void TagResource(LogsRequest request)
    {
        var added = Check(request.Map("tags") ?? throw LogsRequest.Missing("tags"));
        OfArn(request).ChangeTags(tags =>
        {
            foreach (var (key, value) in added)
            {
                tags[key] = value;
            }

            if (tags.Count > MostTags)
            {
                throw new LogsException(400, "TooManyTagsException", $"A resource can have no more than {MostTags} tags.");
            }
        });
    }

    public void UntagResource(LogsRequest request)
    {
        var keys = request.Texts("tagKeys") ?? throw LogsRequest.Missing("tagKeys");
        OfArn(request).ChangeTags(tags =>
        {
            foreach (var key in keys)
            {
                tags.Remove(key);
            }
        });
    }

    public byte[] ListTagsForResource(LogsRequest request) => Answer(OfArn(request));

    /// <summary>The older way, by name; deprecated, and still served.</summary>
    public byte[] ListTagsLogGroup(LogsRequest request) =>
        Answer(groups.OfName(request.Name("logGroupName") ?? throw LogsRequest.Missing("logGroupName")));

    public static IReadOnlyDictionary<string, string> Check(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > LongestKey || value.Length > LongestValue)
            {
                throw LogsException.InvalidParameter(
                    $"The tag '{key}' needs a key of 1 to {LongestKey} and a value of at most {LongestValue} characters.");
            }
        }

        return tags;
    }

    private static byte[] Answer(LocalGroup group) => LogsAnswer.Of(writer =>
    {
        writer.WriteStartObject("tags");
        foreach (var (key, value) in group.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    });

    private LocalGroup OfArn(LogsRequest request)
    {
        var arn = request.Needed("resourceArn");
        if (!arn.StartsWith("arn:", StringComparison.Ordinal) || arn.EndsWith(":*", StringComparison.Ordinal))
        {
            throw LogsException.InvalidParameter($"Invalid resourceArn '{arn}': a log group's is its ARN without ':*'.");
        }

        return groups.TryFind(arn) ?? throw LogsException.NoSuchGroup();
    }
}
