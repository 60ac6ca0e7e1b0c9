using System.Text;
using LogArchiver.Checkpoint;
using LogArchiver.Outcome;
using LogArchiver.Scratch;
using LogArchiver.Seal;
using LogArchiver.Sort;
using LogArchiver.Testing;
using LogArchiver.Upload;

namespace LogArchiver.Flow.Tests.Faults;

/// <summary>Every refusal as a person reads it, in one file: the lines of the function's log, then the message of the failed invocation,
/// which is also what the command says last.</summary>
public sealed class RefusalsTests
{
    [Fact]
    public async Task Every_refusal_reads_as_the_golden_file_says()
    {
        var all = new StringBuilder();
        foreach (var (title, read) in OnTheWire().Concat(OnTheMachine()))
        {
            all.Append("# ").Append(title).Append('\n').Append(await read()).Append('\n');
        }

        Assert.Equal(Golden.Text("LogArchiver.Flow.Tests", "refusals.txt", all.ToString()), all.ToString());
    }

    [Fact]
    public async Task No_refusal_tells_a_message_a_secret_or_a_stack()
    {
        foreach (var (_, read) in OnTheWire())
        {
            var text = await read();
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
            Assert.DoesNotContain("no-secret-of-mine", text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Title, Func<Task<string>> Read)> OnTheWire()
    {
        yield return ("Logs: access denied to one of two groups", Rule("GetLogEvents:error:status=400,code=AccessDeniedException,key=/app/api"));
        yield return ("Logs: access denied to listing groups", Rule("DescribeLogGroups:error:status=400,code=AccessDeniedException"));
        yield return ("Logs: credentials that expire midway", Rule("GetLogEvents:error:status=403,code=ExpiredTokenException"));
        yield return ("Logs: a clock that is wrong", Rule("Logs:error:status=403,code=InvalidSignatureException"));
        yield return ("Logs: a group deleted midway", Rule("GetLogEvents:error:status=400,code=ResourceNotFoundException,key=/app/web"));
        yield return ("Logs: a page token that has expired", Rule("GetLogEvents:error:status=400,code=InvalidParameterException,key=/app/web,nth=2"));
        yield return ("Logs: server faults that do not end", Rule("GetLogEvents:error:status=500,code=InternalFailure,key=/app/web"));
        yield return ("Logs: a connection that is always reset", Rule("GetLogEvents:drop:key=/app/web"));
        yield return ("Logs: an answer of 200 that is an error", Rule("GetLogEvents:ok-with-error:key=/app/web"));
        yield return ("Logs: throttled for minutes, and then not", Rule("GetLogEvents:throttle:key=/app/web,times=40"));
        yield return ("S3: no such bucket", async () => await (await RefusalWorld.StartAsync()).ThenAsync(world => world.ReadAsync(bucket: "not-my-archive")));
        yield return ("S3: a bucket in another Region", Denied(world => world.Server.S3.CreateBucket("far-archive", "eu-west-3"), "far-archive"));
        yield return ("S3: refused by policy: listing", Rule("ListObjectsV2:error:status=403,code=AccessDenied"));
        yield return ("S3: refused by policy: writing the file", Rule("PutObject:error:status=403,code=AccessDenied,key=.ndjson.gz"));
        yield return ("S3: refused by policy: writing the manifest", Rule("PutObject:error:status=403,code=AccessDenied,key=_manifests"));
        yield return ("S3: refused by policy: reading the manifest", Rule("GetObject:error:status=403,code=AccessDenied,key=_manifests"));
        yield return ("S3: refused by policy: listing uploads, which fails no day", Rule("ListMultipartUploads:error:status=403,code=AccessDenied"));
        yield return ("S3: the key service refuses", Denied(world => world.Server.S3.Deny(
            RefusalWorld.Bucket, "PutObject", "AccessDenied", "User: arn:aws:iam::1:role/r is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:us-east-1:1:key/k")));
        yield return ("S3: the KMS key is disabled", Denied(world => world.Server.S3.Deny(
            RefusalWorld.Bucket, "PutObject", "KMS.DisabledException", "arn:aws:kms:us-east-1:1:key/k is disabled.", 400)));
        yield return ("S3: credentials that expire midway", Rule("PutObject:error:status=400,code=ExpiredToken,key=.ndjson.gz"));
        yield return ("S3: wrong keys", Rule("ListObjectsV2:error:status=403,code=InvalidAccessKeyId"));
        yield return ("S3: a clock that is wrong", Rule("ListObjectsV2:error:status=403,code=RequestTimeTooSkewed"));
        yield return ("S3: server faults that do not end", Rule("PutObject:error:status=500,code=InternalError,key=.ndjson.gz"));
        yield return ("S3: a connection that is always reset", Rule("PutObject:drop:key=.ndjson.gz"));
    }

    private static IEnumerable<(string Title, Func<Task<string>> Read)> OnTheMachine()
    {
        yield return ("An object of someone else under the key", Fault(Stage.Upload, "group=~app~web/x.gz", new ForeignObjectException("group=~app~web/x.gz")));
        yield return ("What is stored is not what was sent", Fault(Stage.Upload, "group=~app~web/x.gz", new StoredDifferentlyException("group=~app~web/x.gz", 100, "AAAAAA==", stored: null)));
        yield return ("Another run that sealed the day first", Fault(Stage.Seal, "_manifests/x.json", new SealedMeanwhileException("_manifests/x.json")));
        yield return ("A manifest that cannot be read", Fault(Stage.Seal, "_manifests/x.json", new UnreadableManifestException("_manifests/x.json", "it holds nothing")));
        yield return ("A checkpoint that another run has written since", Fault(Stage.Seal, "_checkpoints/x", new OvertakenException("_checkpoints/x")));
        yield return ("More events in a millisecond than scratch space takes", Fault(Stage.Read, "/app/web", new ScratchExhaustedException(1_000_000)));
        yield return ("A run cut short in scratch space", Fault(Stage.Pack, "/tmp/logarchiver-scratch-1-1", new TornRunException("/tmp/logarchiver-scratch-1-1/run-00001", "it ends early")));
        yield return ("A full disk", Fault(Stage.Pack, "/tmp/logarchiver-scratch-1-1", new IOException("No space left on device : '/tmp/logarchiver-scratch-1-1/file-00001'", 28)));
        yield return ("A read-only disk", Fault(Stage.Pack, "/tmp/logarchiver-scratch-1-1", new IOException("Read-only file system : '/tmp/logarchiver-scratch-1-1/file-00001'", 30)));
        yield return ("Scratch space that is not there", () => Task.FromResult($"REPORT {new ScratchUnusableException(new DirectoryNotFoundException("Could not find a part of the path '/nowhere'.")).Message}\n"));
        yield return ("A bug", Fault(Stage.Pack, "/tmp/logarchiver-scratch-1-1", new InvalidOperationException("Sequence contains no elements")));
    }

    private static Func<Task<string>> Rule(string rule) => async () => await (await RefusalWorld.StartAsync(rule)).ThenAsync(world => world.ReadAsync());

    private static Func<Task<string>> Denied(Action<RefusalWorld> deny, string bucket = RefusalWorld.Bucket) => async () =>
    {
        var world = await RefusalWorld.StartAsync();
        deny(world);
        return await world.ThenAsync(it => it.ReadAsync(bucket: bucket));
    };

    private static Func<Task<string>> Fault(Stage stage, string subject, Exception problem) => () =>
    {
        var day = new DayOutcome { Group = "/app/web", Date = new DateOnly(2026, 11, 19), Ending = Ending.Failed, Fault = DayFaults.Of(stage, subject, problem) };
        return Task.FromResult($"REPORT {FailureReport.Of(new ArchiveSummary { Days = [day], DryRun = false })}\n");
    };
}

internal static class RefusalWorldUse
{
    public static async Task<string> ThenAsync(this RefusalWorld world, Func<RefusalWorld, Task<string>> use)
    {
        await using (world)
        {
            return await use(world);
        }
    }
}
