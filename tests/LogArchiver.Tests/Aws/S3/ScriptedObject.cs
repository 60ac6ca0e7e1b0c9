using System.Globalization;
using System.Text;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Aws.S3;

/// <summary>An object as <see cref="ScriptedS3"/> answers with it.</summary>
internal static class ScriptedObject
{
    /// <summary>Its ETag.</summary>
    public const string ETag = "\"e1\"";

    /// <summary>Its bytes, where a test does not say others.</summary>
    public const string Text = "0123456789";

    /// <summary>For a test that fails; one that passes waits for nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The answer at once.</summary>
    public static Task<Answer> Always(Answer answer) => Task.FromResult(answer);

    /// <summary>The object, or the range of it that is asked for.</summary>
    public static Answer Part(SeenRequest request, string text = Text, string etag = ETag)
    {
        if (request.Headers["Range"] is not { } range)
        {
            return Whole(text, etag, PlainCrc32.Base64(Encoding.UTF8.GetBytes(text)));
        }

        var edges = range["bytes=".Length..].Split('-').Select(edge => int.Parse(edge, CultureInfo.InvariantCulture)).ToArray();
        return Whole(text[edges[0]..(edges[1] + 1)], etag) with { Status = 206 };
    }

    /// <summary>All of an object.</summary>
    public static Answer Whole(string text, string etag, string? crc32 = null)
    {
        var answer = new Answer(200, text) { Headers = { ["ETag"] = etag } };
        return crc32 is null ? answer : answer with { Headers = new(answer.Headers, StringComparer.Ordinal) { ["x-amz-checksum-crc32"] = crc32 } };
    }

    /// <summary>The answer with what its checksum is of.</summary>
    public static Answer Typed(Answer answer, string? type) =>
        type is null ? answer : answer with { Headers = new(answer.Headers, StringComparer.Ordinal) { ["x-amz-checksum-type"] = type } };

    /// <summary>Waits until it is so, while nothing has been read to its end.</summary>
    public static async Task UntilAsync(Func<bool> isSo, Task reading)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "It did not come to that.");
            Assert.False(reading.IsCompleted, reading.Exception?.ToString());
            await Task.Yield();
        }
    }
}
