using System.Security.Cryptography;
using Amazon.Runtime;
using LogArchiver.Aws.S3;
using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Aws.S3;

/// <summary>Uploads in parts and deletes where S3 or the way to it misbehaves.</summary>
public sealed class S3PartsFaultTests : IDisposable
{
    private const string Crc32 = "y/Q5Jg==";
    private static readonly OpenUpload Upload = new("day.gz", "u1");
    private static readonly StoredPart[] Parts = [new(1, $"\"{new string('a', 32)}\"", 9, Crc32)];
    private static readonly WriteCondition Known = WriteCondition.Unchanged("\"e0\"");

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_checksum_length_and_condition_of_the_whole_are_for_S3_to_compare()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["sha256"] = "abc" };
        var upload = await store.BeginUploadAsync("day.gz", "application/x-ndjson", metadata, CancellationToken.None);
        var part = await store.PutPartAsync(upload, 1, Write("123456789"u8), CancellationToken.None);
        Assert.Equal("\"e1\"", (await store.TryCompleteAsync(upload, [part], Crc32, Known, CancellationToken.None))!.ETag);

        var begun = Assert.Single(s3.Seen, request => request.Operation == "Initiate").Headers;
        Assert.Equal(("CRC32", "FULL_OBJECT"), (begun["x-amz-checksum-algorithm"], begun["x-amz-checksum-type"]));
        Assert.Equal(("application/x-ndjson", "abc"), (begun["Content-Type"], begun["x-amz-meta-sha256"]));
        Assert.Equal(Crc32, Assert.Single(s3.Seen, request => request.Operation == "Part").Headers["x-amz-checksum-crc32"]);
        var completed = Assert.Single(s3.Seen, request => request.Operation == "Complete").Headers;
        Assert.Equal((Crc32, "FULL_OBJECT"), (completed["x-amz-checksum-crc32"], completed["x-amz-checksum-type"]));
        Assert.Equal(("9", "\"e0\"", null), (completed["x-amz-mp-object-size"], completed["If-Match"], completed["If-None-Match"]));
    }

    [Fact]
    public async Task A_store_that_rejects_checksums_is_sent_none()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3, RequestChecksumCalculation.WHEN_REQUIRED);
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var upload = await store.BeginUploadAsync("day.gz", "text/plain", none, CancellationToken.None);
        var part = await store.PutPartAsync(upload, 1, Write("123456789"u8), CancellationToken.None);
        Assert.NotNull(await store.TryCompleteAsync(upload, [part], Crc32, WriteCondition.Absent, CancellationToken.None));
        Assert.All(s3.Seen, request => Assert.DoesNotContain(
            request.Headers.AllKeys, name => name!.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase) || name == "x-amz-trailer"));
        Assert.Equal("*", s3.Seen.Last().Headers["If-None-Match"]);
    }

    [Theory]
    [InlineData(404, "NoSuchUpload")]
    [InlineData(412, "PreconditionFailed")]
    public async Task A_completion_whose_answer_was_lost_is_known_again_by_length_and_checksum(int status, string code)
    {
        await using var s3 = new ScriptedS3((request, time) => Always(request.Operation switch
        {
            "Complete" => time == 1 ? Answer.Reset : Answer.Error(status, code),
            "Head" => Stored(Crc32, 9, "\"e1-1\""),
            _ => ScriptedS3.Well(request),
        }));
        using var store = ScriptedS3.Open(s3);
        Assert.Equal("\"e1-1\"", (await CompleteAsync(store, WriteCondition.Absent))!.ETag);
    }

    [Fact]
    public async Task Where_the_store_keeps_no_checksum_the_entity_tag_of_the_parts_tells()
    {
#pragma warning disable CA5351 // An entity tag is an MD5.
        var etag = $"\"{Convert.ToHexStringLower(MD5.HashData(Convert.FromHexString(new string('a', 32))))}-1\"";
#pragma warning restore CA5351
        Assert.Equal(etag, MultipartETag.Of(Parts));
        Assert.Null(MultipartETag.Of([Parts[0] with { ETag = "\"not-an-md5-but-just-as-many-chars\"" }]));
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation == "Head" ? Stored(null, 9, etag) : Answer.Error(404, "NoSuchUpload")));
        using var store = ScriptedS3.Open(s3);
        Assert.Equal(etag, (await CompleteAsync(store, WriteCondition.Absent))!.ETag);
    }

    [Theory]
    [InlineData("AAAAAA==", 9)]
    [InlineData(Crc32, 8)]
    public async Task An_upload_that_is_gone_while_other_bytes_are_stored_is_a_fault(string crc32, int bytes)
    {
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation == "Head" ? Stored(crc32, bytes, "\"e1\"") : Answer.Error(404, "NoSuchUpload")));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => CompleteAsync(store, WriteCondition.Absent));
        Assert.Equal((FaultKind.NotFound, "NoSuchUpload"), (fault.Kind, fault.Code));
    }

    [Fact]
    public async Task A_conflict_after_which_the_condition_holds_puts_the_upload_away_and_is_worth_another()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation == "Complete" ? Answer.Error(409, "ConditionalRequestConflict") : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => CompleteAsync(store, WriteCondition.Absent));
        Assert.Equal((FaultKind.Transient, "ConditionalRequestConflict"), (fault.Kind, fault.Code));
        Assert.Contains("Abort", s3.Operations);
    }

    [Fact]
    public async Task A_conflict_that_a_rival_won_is_a_lost_condition()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(request.Operation switch
        {
            "Complete" => Answer.Error(409, "ConditionalRequestConflict"),
            "Head" => Stored("AAAAAA==", 5, "\"rival\""),
            _ => ScriptedS3.Well(request),
        }));
        using var store = ScriptedS3.Open(s3);
        Assert.Null(await CompleteAsync(store, WriteCondition.Absent));
        Assert.Contains("Abort", s3.Operations);
    }

    [Fact]
    public async Task An_error_in_the_body_of_a_200_is_asked_again_and_in_the_end_leaves_the_upload_open()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(
            time < 5 ? Answer.Error(200, "InternalError") : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => CompleteAsync(store, WriteCondition.Absent));
        Assert.Equal((FaultKind.Transient, "InternalError"), (fault.Kind, fault.Code));
        Assert.NotNull(await CompleteAsync(store, WriteCondition.Absent));
        Assert.DoesNotContain("Abort", s3.Operations);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_a_part_costs_that_attempt_alone()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(time == 1 ? Answer.Reset : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var part = await store.PutPartAsync(Upload, 7, Write("123456789"u8), CancellationToken.None);
        Assert.Equal(new StoredPart(7, "\"e1\"", 9, Crc32), part);
        Assert.Equal(["Part", "Part"], s3.Operations);
    }

    [Fact]
    public async Task Cancelled_while_the_upload_begins_its_name_is_told_all_the_same()
    {
        using var stop = new CancellationTokenSource();
        await using var s3 = new ScriptedS3(async (request, _) =>
        {
            await stop.CancelAsync();
            return ScriptedS3.Well(request);
        });
        using var store = ScriptedS3.Open(s3);
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        Assert.Equal(Upload, await store.BeginUploadAsync("day.gz", "text/plain", none, stop.Token));
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_has_happened()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(request.Operation switch
        {
            "Delete" => time == 1 ? Answer.Reset : Answer.Error(404, "NoSuchKey"),
            _ => Stored(Crc32, 9, "\"e0\""),
        }));
        using var store = ScriptedS3.Open(s3);
        Assert.True(await store.TryDeleteAsync("day.gz", Known, CancellationToken.None));
        Assert.Equal("\"e0\"", s3.Seen.Last().Headers["If-Match"]);
    }

    [Theory]
    [InlineData(404, "NoSuchKey")]
    [InlineData(412, "PreconditionFailed")]
    public async Task An_object_that_changes_between_the_look_and_the_delete_is_not_deleted(int status, string code)
    {
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation == "Delete" ? Answer.Error(status, code) : Stored(Crc32, 9, "\"e0\"")));
        using var store = ScriptedS3.Open(s3);
        Assert.False(await store.TryDeleteAsync("day.gz", Known, CancellationToken.None));
    }

    [Theory]
    [InlineData("\"e0\"", null)]
    [InlineData("\"rival\"", false)]
    public async Task A_delete_in_conflict_failed_only_where_the_object_is_still_the_same(string etag, bool? deleted)
    {
        await using var s3 = new ScriptedS3((request, time) => Always(
            request.Operation == "Delete" ? Answer.Error(409, "ConditionalRequestConflict")
            : Stored(Crc32, 9, time == 1 ? "\"e0\"" : etag)));
        using var store = ScriptedS3.Open(s3);
        var deleting = store.TryDeleteAsync("day.gz", Known, CancellationToken.None);
        if (deleted is null)
        {
            Assert.True((await Assert.ThrowsAsync<ServiceFaultException>(() => deleting)).IsTransient);
        }
        else
        {
            Assert.Equal(deleted, await deleting);
        }
    }

    [Fact]
    public async Task What_is_refused_names_its_permission()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation == "Head" ? Stored(Crc32, 9, "\"e0\"") : Answer.Error(403, "AccessDenied")));
        using var store = ScriptedS3.Open(s3);
        var list = await Assert.ThrowsAsync<ServiceFaultException>(
            async () => await store.ListUploadsAsync("", CancellationToken.None).GetAsyncEnumerator().MoveNextAsync());
        var delete = await Assert.ThrowsAsync<ServiceFaultException>(() => store.TryDeleteAsync("day.gz", Known, CancellationToken.None));
        var abort = await Assert.ThrowsAsync<ServiceFaultException>(() => store.AbortAsync(Upload, CancellationToken.None));
        Assert.Contains("s3:ListBucketMultipartUploads on arn:aws:s3:::logs.", list.Fix, StringComparison.Ordinal);
        Assert.Contains("s3:DeleteObject on arn:aws:s3:::logs/day.gz", delete.Fix, StringComparison.Ordinal);
        Assert.Contains("s3:AbortMultipartUpload on arn:aws:s3:::logs/day.gz", abort.Fix, StringComparison.Ordinal);
    }

    private static Task<Answer> Always(Answer answer) => Task.FromResult(answer);

    private static Task<StoredObject?> CompleteAsync(S3ArchiveStore store, WriteCondition condition) =>
        store.TryCompleteAsync(Upload, Parts, Crc32, condition, CancellationToken.None);

    private static Answer Stored(string? crc32, int bytes, string etag)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["ETag"] = etag };
        if (crc32 is not null)
        {
            headers["x-amz-checksum-crc32"] = crc32;
            headers["x-amz-checksum-type"] = "FULL_OBJECT";
        }

        return new Answer(200) { Headers = headers, HeadLength = bytes };
    }

    private FilePart Write(ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(folder.Path, "part.gz");
        File.WriteAllBytes(path, [.. "before"u8, .. content, .. "after"u8]);
        return new FilePart(path, 6, content.Length, PlainCrc32.Base64(content));
    }
}
