using Amazon.Runtime;
using LogArchiver.Ports;
using LogArchiver.Testing;

namespace LogArchiver.Tests.Aws.S3;

public sealed class S3ArchiveStoreFaultTests : IDisposable
{
    private const int TwoParts = 17 << 20;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_whole_files_checksum_is_for_S3_to_compare_and_the_condition_is_kept_to_the_end()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var upload = Write(TwoParts);
        Assert.Equal("\"e1\"", (await store.TryUploadAsync(upload, WriteCondition.Absent, CancellationToken.None))!.ETag);

        var begun = Assert.Single(s3.Seen, request => request.Operation == "Initiate").Headers;
        Assert.Equal("application/x-ndjson", begun["Content-Type"]);
        Assert.Null(begun["Content-Encoding"]);
        Assert.Equal("FULL_OBJECT", begun["x-amz-checksum-type"]);
        Assert.Equal("abc", begun["x-amz-meta-sha256"]);
        var parts = s3.Seen.Where(request => request.Operation == "Part").OrderBy(request => request.Query, StringComparer.Ordinal);
        var content = await File.ReadAllBytesAsync(upload.Path);
        Assert.Equal(
            content.Chunk(8 << 20).Select(part => PlainCrc32.Base64(part)), parts.Select(part => part.Headers["x-amz-checksum-crc32"]));
        Assert.All(parts, part => Assert.Null(part.Headers["x-amz-trailer"]));
        var completed = Assert.Single(s3.Seen, request => request.Operation == "Complete").Headers;
        Assert.Equal(upload.Crc32, completed["x-amz-checksum-crc32"]);
        Assert.Equal("FULL_OBJECT", completed["x-amz-checksum-type"]);
        Assert.Equal("*", completed["If-None-Match"]);
    }

    [Fact]
    public async Task A_store_that_rejects_checksums_is_sent_none()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3, RequestChecksumCalculation.WHEN_REQUIRED);
        Assert.NotNull(await store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, CancellationToken.None));
        Assert.NotNull(await store.TryUploadAsync(Write(1_000), WriteCondition.Absent, CancellationToken.None));
        Assert.NotNull(await store.TryPutAsync("key", new byte[10], "text/plain", WriteCondition.Absent, CancellationToken.None));
        Assert.All(s3.Seen, request =>
        {
            Assert.Null(request.Headers["x-amz-trailer"]);
            Assert.Null(request.Headers["x-amz-checksum-crc32"]);
            Assert.Null(request.Headers["x-amz-checksum-algorithm"]);
        });
    }

    [Fact]
    public async Task An_error_in_the_body_of_a_200_is_an_error_and_is_asked_again()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(
            request.Operation == "Complete" && time == 1 ? Answer.Error(200, "InternalError") : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        Assert.NotNull(await store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, CancellationToken.None));
        Assert.Equal(2, s3.Operations.Count(operation => operation == "Complete"));
    }

    [Fact]
    public async Task An_error_in_the_body_of_every_200_is_a_transient_fault_that_leaves_nothing()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation == "Complete" ? Answer.Error(200, "InternalError") : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, CancellationToken.None));
        Assert.Equal((FaultKind.Transient, "InternalError"), (fault.Kind, fault.Code));
        Assert.Equal("Abort", s3.Operations.Last());
    }

    [Fact]
    public async Task SlowDown_is_asked_again()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(
            time == 1 ? Answer.Error(503, "SlowDown") : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        Assert.NotNull(await store.TryPutAsync("key", new byte[10], "text/plain", WriteCondition.Absent, CancellationToken.None));
        Assert.Equal(["Put", "Put"], s3.Operations);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_a_part_costs_that_part_alone()
    {
        await using var s3 = new ScriptedS3((request, time) => Always(
            request.Operation == "Part" && time == 2 ? Answer.Reset : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        Assert.NotNull(await store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, CancellationToken.None));

        // How often it is asked for again is the HTTP client's affair, too, on a connection that was kept open; which part is not.
        var parts = s3.Seen.Where(request => request.Operation == "Part").GroupBy(request => request.Query, StringComparer.Ordinal).ToList();
        Assert.Equal(3, parts.Count);
        Assert.Single(parts, part => part.Count() > 1);
        Assert.Single(s3.Operations, operation => operation == "Initiate");
    }

    [Fact]
    public async Task A_connection_that_always_breaks_is_a_transient_fault_that_leaves_nothing()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(request.Operation == "Part" ? Answer.Reset : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, CancellationToken.None));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Null(fault.HttpStatus);
        Assert.Equal("Abort", s3.Operations.Last());
    }

    [Fact]
    public async Task Cancelled_within_a_part_the_upload_is_aborted()
    {
        using var stop = new CancellationTokenSource();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var s3 = new ScriptedS3(async (request, time) =>
        {
            if (request.Operation == "Part" && time == 2)
            {
                await stop.CancelAsync();
                await held.Task;
            }

            return ScriptedS3.Well(request);
        });
        using var store = ScriptedS3.Open(s3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, stop.Token));
        held.SetResult();
        Assert.Contains("Abort", s3.Operations);
        Assert.DoesNotContain("Complete", s3.Operations);
    }

    [Fact]
    public async Task Cancelled_while_the_upload_begins_it_is_aborted_all_the_same()
    {
        using var stop = new CancellationTokenSource();
        await using var s3 = new ScriptedS3(async (request, _) =>
        {
            if (request.Operation == "Initiate")
            {
                await stop.CancelAsync();
            }

            return ScriptedS3.Well(request);
        });
        using var store = ScriptedS3.Open(s3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, stop.Token));
        Assert.Contains("Abort", s3.Operations);
    }

    [Theory]
    [InlineData("mine", true)]
    [InlineData("else", false)]
    public async Task A_write_whose_answer_was_lost_is_known_again_by_its_content(string stored, bool isOurs)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["ETag"] = "\"e1-1\"" };
        await using var s3 = new ScriptedS3((request, time) => Always(request.Operation switch
        {
            "Put" => time == 1 ? Answer.Reset : Answer.Error(412, "PreconditionFailed"),
            "Head" => new Answer(200) { Headers = headers, HeadLength = 4 },
            _ => new Answer(200, stored) { Headers = headers },
        }));
        using var store = ScriptedS3.Open(s3);
        var put = await store.TryPutAsync("key", "mine"u8.ToArray(), "text/plain", WriteCondition.Absent, CancellationToken.None);
        Assert.Equal(isOurs, put is not null);
    }

    [Fact]
    public async Task A_plain_lost_precondition_costs_one_request()
    {
        await using var s3 = new ScriptedS3((_, _) => Always(Answer.Error(412, "PreconditionFailed")));
        using var store = ScriptedS3.Open(s3);
        Assert.Null(await store.TryPutAsync("key", new byte[4], "text/plain", WriteCondition.Absent, CancellationToken.None));
        Assert.Equal(["Put"], s3.Operations);
    }

    [Fact]
    public async Task A_conflict_after_which_nothing_is_stored_is_worth_another_try()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation == "Put" ? Answer.Error(409, "ConditionalRequestConflict") : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => store.TryPutAsync("key", new byte[4], "text/plain", WriteCondition.Absent, CancellationToken.None));
        Assert.Equal(FaultKind.Transient, fault.Kind);
    }

    [Theory]
    [InlineData(404, "NoSuchBucket", FaultKind.NotFound, "Create the bucket, or set bucket (LOGARCHIVER_BUCKET) to one that is there.")]
    [InlineData(403, "AccessDenied", FaultKind.AccessDenied, "Allow s3:ListBucket on arn:aws:s3:::logs.")]
    [InlineData(301, "PermanentRedirect", FaultKind.Permanent, "Choose a bucket in us-east-1; or, where the log groups are in eu-west-3, set region (AWS_REGION) to it.")]
    [InlineData(403, "RequestTimeTooSkewed", FaultKind.Permanent, "Set this machine's clock right")]
    [InlineData(400, "KMS.DisabledException", FaultKind.Permanent, "Enable the KMS key")]
    [InlineData(400, "ExpiredToken", FaultKind.AccessDenied, "The credentials have expired")]
    public async Task The_check_says_what_to_do(int status, string code, FaultKind kind, string begin)
    {
        await using var s3 = new ScriptedS3((_, _) => Always(Answer.Error(status, code) with
        {
            Headers = new(StringComparer.Ordinal) { ["x-amz-bucket-region"] = "eu-west-3" },
        }));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.CheckAsync(CancellationToken.None));
        Assert.StartsWith(begin, fault.Fix, StringComparison.Ordinal);
        Assert.Equal((kind, code, "R1", (int?)status), (fault.Kind, fault.Code, fault.RequestId, fault.HttpStatus));
        Assert.Equal("List", s3.Operations.First());
    }

    [Fact]
    public async Task A_refused_part_and_a_refused_abort_are_both_told()
    {
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation is "Abort" or "Part" ? Answer.Error(403, "AccessDenied") : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3, patience: new ManualClock());
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, CancellationToken.None));
        Assert.Equal((FaultKind.AccessDenied, "UploadPart"), (fault.Kind, fault.Operation));
        Assert.Contains("s3:PutObject on arn:aws:s3:::logs/day.gz", fault.Fix, StringComparison.Ordinal);
        Assert.Contains("s3:AbortMultipartUpload on arn:aws:s3:::logs/day.gz", fault.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Initiate", "CreateMultipartUpload")]
    [InlineData("Part", "UploadPart")]
    [InlineData("Complete", "CompleteMultipartUpload")]
    public async Task The_request_that_was_refused_is_the_one_that_is_named(string refused, string operation)
    {
        await using var s3 = new ScriptedS3((request, _) => Always(
            request.Operation == refused ? Answer.Error(403, "AccessDenied") : ScriptedS3.Well(request)));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => store.TryUploadAsync(Write(TwoParts), WriteCondition.Absent, CancellationToken.None));
        Assert.Equal(operation, fault.Operation);
    }

    [Fact]
    public async Task An_object_cut_short_never_looks_whole()
    {
        await using var s3 = new ScriptedS3((_, _) => Always(new Answer(200, "abc")
        {
            Headers = new(StringComparer.Ordinal) { ["ETag"] = "\"e1\"", ["x-amz-checksum-crc32"] = "AAAAAA==" },
        }));
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.TryReadAsync("key", 10, CancellationToken.None));
        Assert.True(fault.IsTransient);
    }

    [Fact]
    public async Task Nobody_at_the_endpoint_is_a_transient_fault()
    {
        var s3 = new ScriptedS3((request, _) => Always(ScriptedS3.Well(request)));
        await s3.DisposeAsync();
        using var store = ScriptedS3.Open(s3);
        var fault = await Assert.ThrowsAsync<ServiceFaultException>(() => store.CheckAsync(CancellationToken.None));
        Assert.Equal((FaultKind.Transient, "ConnectionRefused"), (fault.Kind, fault.Code));
    }

    private static Task<Answer> Always(Answer answer) => Task.FromResult(answer);

    private FileUpload Write(int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        var path = Path.Combine(folder.Path, "day.gz");
        File.WriteAllBytes(path, content);
        return new FileUpload
        {
            Key = "day.gz",
            Path = path,
            Bytes = bytes,
            Crc32 = PlainCrc32.Base64(content),
            ContentType = "application/x-ndjson",
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["sha256"] = "abc" },
        };
    }
}
