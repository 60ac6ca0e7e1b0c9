using System.Text;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Cat;

/// <summary>Days that are not as they should be: 18 and 19 November 2026 of one group, with 200 events each.</summary>
public sealed class CatCommandTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Key = "group=~app~one/dt=2026-11-19/~app~one_2026-11-19.ndjson.gz";
    private const string PlainKey = "plain/group=~app~one/dt=2026-11-19/~app~one_2026-11-19.ndjson";
    private const string ManifestKey = "_manifests/group=~app~one/dt=2026-11-19.json";
    private static readonly string[] Cat = ["cat", "--group", "/app/one"];

    private readonly TestFolder folder = new();
    private readonly CommandProcess command = new();
    private LocalAwsServer server = null!;

    public async Task InitializeAsync()
    {
        server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        server.S3.CreateBucket("archive");
        server.Logs.CreateGroup("/app/one");
        var random = new Random(1);
        foreach (var day in (int[])[18, 19])
        {
            var noon = new DateTimeOffset(2026, 11, day, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
            server.Logs.Put("/app/one", "s", Enumerable.Range(0, 200).Select(i => new LocalEvent(noon + i, $"event {i} of two hundred, {random.NextInt64():x16}")));
        }

        command.PointAt(server.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "archive";
        Assert.Equal(0, (await command.RunAsync("archive", "--group", "/app/one", "--from", "2026-11-18", "--to", "2026-11-19")).ExitCode);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        command.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_spoilt_line_is_left_out_and_told_with_its_place_and_what_to_do()
    {
        var ran = await CatChangedAsync(lines => lines[100] = lines[100][..44]);
        Assert.Equal(1, ran.ExitCode);
        var printed = ran.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(199, printed.Length);
        Assert.Contains(" event 99 of", printed[99], StringComparison.Ordinal);
        Assert.Contains(" event 101 of", printed[100], StringComparison.Ordinal);
        Assert.StartsWith(
            """
            The archive of /app/one 2026-11-19 is damaged. What can be read of it was printed.
              line: expected an event in every line, found none in line 101: it breaks off after 44 bytes

            """, ran.Error, StringComparison.Ordinal);
        Assert.Contains("\n  size: expected ", ran.Error, StringComparison.Ordinal);
        Assert.Equal(2, ran.Error.Split($"\n    s3://archive/{PlainKey}\n").Length);
        Assert.Contains("\n  Fix: Where the bucket keeps versions, ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("'logarchiver verify'", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_of_rubbish_is_told_by_its_beginning()
    {
        var ran = await CatChangedAsync(lines => Array.Fill(lines, "rubbish"));
        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.InRange(ran.Error.Split('\n').Length, 6, 12);
        Assert.Contains("none in line 1: it does not begin with {; and 199 more\n", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut in half", "gzip: expected whole gzip data, found data that ends in its midst, after ")]
    [InlineData("overwritten", "gzip: expected whole gzip data, found data that cannot be unpacked beyond ")]
    public async Task A_damaged_file_is_printed_up_to_the_damage(string how, string told)
    {
        await ChangeAsync(Key, bytes =>
        {
            var half = bytes.Length / 2;
            if (how == "cut in half")
            {
                return bytes[..half];
            }

            bytes.AsSpan(half, 100).Fill(0xFF);
            return bytes;
        });
        var ran = await command.RunAsync([.. Cat, "--from", "2026-11-18", "--to", "2026-11-19"]);
        Assert.Equal(3, ran.ExitCode);
        Assert.Contains($"\n  {told}", ran.Error, StringComparison.Ordinal);
        Assert.Contains($"\n    s3://archive/{Key}\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains("2026-11-18T12:00:00.199Z s event 199 of two hundred", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        if (how == "cut in half")
        {
            Assert.Contains("2026-11-19T12:00:00.050Z s event 50 of two hundred", ran.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"formatVersion\": 1,\n  \"group", "it is not JSON: it breaks off or goes wrong at line 2, byte ")]
    [InlineData("{}", "it lacks 'formatVersion', ")]
    public async Task A_spoilt_manifest_does_not_keep_the_other_days_back(string manifest, string why)
    {
        await ChangeAsync(ManifestKey, _ => Encoding.UTF8.GetBytes(manifest));
        var ran = await command.RunAsync([.. Cat, "--from", "2026-11-18", "--to", "2026-11-19"]);
        Assert.Equal(3, ran.ExitCode);
        Assert.Equal(200, ran.Output.Split('\n').Length - 1);
        Assert.StartsWith($"The manifest {ManifestKey} cannot be read: {why}", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\n  Fix: ", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultEffect.Error, "[InvalidObjectState")]
    [InlineData(FaultEffect.Truncate, "Running again may help.")]
    public async Task A_day_that_the_store_does_not_give_whole_does_not_keep_the_other_days_back(FaultEffect effect, string told)
    {
        server.Faults.Add(new FaultRule { Operation = "GetObject", KeyContains = "2026-11-18/", Effect = effect, Status = 403, Code = "InvalidObjectState" });
        var ran = await command.RunAsync([.. Cat, "--from", "2026-11-18", "--to", "2026-11-19"]);
        Assert.Equal(3, ran.ExitCode);
        Assert.Equal(200, ran.Output.Split('\n').Count(line => line.StartsWith("2026-11-19T", StringComparison.Ordinal)));
        Assert.StartsWith(
            "The archive of /app/one 2026-11-18 could not be read to its end. What came was printed.\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_gives_no_manifest_ends_the_command()
    {
        server.Faults.Add(new FaultRule { Operation = "GetObject", Effect = FaultEffect.Error, Status = 403, Code = "AccessDenied" });
        var ran = await command.RunAsync([.. Cat, "--from", "2026-11-18", "--to", "2026-11-19"]);
        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.Single(ran.Error.Split('\n'), line => line.Contains("AccessDenied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Days_that_are_missing_are_told_once_with_a_command_for_all_of_them()
    {
        var ran = await command.RunAsync([.. Cat, "--from", "2026-11-14", "--to", "2026-11-18", "--grep", "nothing like it"]);
        Assert.Equal((3, ""), (ran.ExitCode, ran.Output));
        Assert.Equal(
            """
            4 days of /app/one are not archived in s3://archive/, and have no manifests there: 2026-11-14..2026-11-17.
              If the names of group, bucket and prefix are right, this archives what CloudWatch still has:
                logarchiver archive --group /app/one --from 2026-11-14 --to 2026-11-17 --bucket archive

            """, ran.Error);
    }

    /// <summary>Archives 19 November once more, below plain/ and without compression, and changes its lines; prints what there is then.</summary>
    private async Task<Ran> CatChangedAsync(Action<string[]> change)
    {
        command.Environment["LOGARCHIVER_PREFIX"] = "plain/";
        await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19", "--compression", "none");
        await ChangeAsync(PlainKey, bytes =>
        {
            var lines = Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n');
            change(lines);
            return Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        });
        return await command.RunAsync([.. Cat, "--date", "2026-11-19"]);
    }

    private async Task ChangeAsync(string key, Func<byte[], byte[]> change)
    {
        using var http = new HttpClient();
        // LocalAws takes any signature on trust, if it names the Region.
        var uri = new Uri(server.Endpoint, $"/archive/{key}?X-Amz-Credential=test/20261120/us-east-1/s3/aws4_request&X-Amz-Signature=any");
        using var answer = await http.PutAsync(uri, new ByteArrayContent(change(await http.GetByteArrayAsync(uri))));
        answer.EnsureSuccessStatusCode();
    }
}
