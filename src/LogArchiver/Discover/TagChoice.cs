namespace LogArchiver.Discover;

/// <summary>Which tags a group must carry, all of them.</summary>
/// <param name="tags">Values by key; an empty value or <c>*</c> accepts any.</param>
internal sealed class TagChoice(IReadOnlyDictionary<string, string> tags)
{
    private const string AnyValue = "*";

    /// <summary>The tags as the source wants them: an empty value accepts any.</summary>
    public IReadOnlyDictionary<string, string> Wanted { get; } =
        tags.ToDictionary(tag => tag.Key, tag => tag.Value == AnyValue ? "" : tag.Value, StringComparer.Ordinal);

    /// <summary>Whether a group with these tags is chosen.</summary>
    public bool Accepts(IReadOnlyDictionary<string, string> carried) => Wanted.All(
        tag => carried.TryGetValue(tag.Key, out var value) && (tag.Value.Length == 0 || tag.Value == value));
}
