using System.Text.Json;
using LogArchiver.Outcome;
using LogArchiver.Seal;

namespace LogArchiver.Tests.Outcome;

public sealed class JsonWordsTests
{
    [Theory]
    [InlineData("", "it is not JSON: it breaks off or goes wrong at line 1, byte 1")]
    [InlineData("{\n \"a\": ", "it is not JSON: it breaks off or goes wrong at line 2, byte 7")]
    [InlineData("{]", "it is not JSON: it breaks off or goes wrong at line 1, byte 2")]
    public void What_is_no_JSON_is_told_with_its_place(string json, string words)
    {
        Assert.Equal(words, JsonWords.Of(Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(json))));
        Assert.Contains(words, Assert.Throws<UnreadableManifestException>(() => ManifestStore.Parse("key", System.Text.Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "what it says at $ is of the wrong kind")]
    [InlineData("{\"events\": \"many\"}", "what it says at $.events is of the wrong kind")]
    [InlineData("{}", "it lacks 'formatVersion', ")]
    [InlineData("null", "it holds nothing")]
    public void JSON_that_is_no_manifest_is_told_with_what_is_wrong(string json, string words)
    {
        var told = Assert.Throws<UnreadableManifestException>(() => ManifestStore.Parse("key", System.Text.Encoding.UTF8.GetBytes(json))).Message;
        Assert.StartsWith($"The manifest key cannot be read: {words}", told, StringComparison.Ordinal);
        Assert.DoesNotContain("LogArchiver.Seal", told, StringComparison.Ordinal);
    }
}
