using System.Text.Json;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.LocalAws;
using LogArchiver.LocalAws.Faults;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Verify;

public sealed class VerifyCommandTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Key = "group=~app~one/dt=2026-11-19/~app~one_2026-11-19.ndjson.gz";
    private static readonly long Noon = new DateTimeOffset(2026, 11, 19, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly TestFolder folder = new();
    private readonly CommandProcess command = new();
    private LocalAwsServer server = null!;

    public async Task InitializeAsync()
    {
        server = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        server.S3.CreateBucket("archive");
        server.Logs.CreateGroup("/app/one");
        server.Logs.Put("/app/one", "s", Enumerable.Range(0, 200).Select(i => new LocalEvent(Noon + i, $"event {i} of two hundred")));
        command.PointAt(server.Endpoint);
        command.Environment["LOGARCHIVER_BUCKET"] = "archive";
        Assert.Equal(0, (await command.RunAsync("archive", "--group", "/app/one", "--date", "2026-11-19")).ExitCode);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        command.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData()]
    [InlineData("--quick")]
    [InlineData("--source")]
    [InlineData("--source", "--reader", "streams")]
    [InlineData("--source", "--reader", "group")]
    public async Task A_day_that_is_right_is_said_in_a_table_and_by_exit_code_0(params string[] how)
    {
        var ran = await VerifyAsync(how);
        Assert.Equal((0, "✓ /app/one 2026-11-19: right\n"), (ran.ExitCode, ran.Error));
        Assert.EndsWith("1 day: 1 right.\n", ran.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(command.TemporaryFolder));
    }

    [Theory]
    [InlineData("flipped", "crc32: expected ")]
    [InlineData("cut", "size: expected ")]
    [InlineData("longer", "size: expected ")]
    [InlineData("gone", "missing: expected an object of ")]
    public async Task A_damaged_day_is_exit_code_1_with_what_differs_and_what_to_do(string how, string said)
    {
        await DamageAsync(how);
        foreach (var option in (string[])["--verbose", "--quick"])
        {
            var ran = await VerifyAsync(option);
            Assert.Equal(1, ran.ExitCode);
            Assert.Contains($"  {said}", ran.Output, StringComparison.Ordinal);
            Assert.Contains($"s3://archive/{Key}\n", ran.Output, StringComparison.Ordinal);
            Assert.Contains("  Fix: ", ran.Output, StringComparison.Ordinal);
            Assert.EndsWith("1 day: 1 differs.\n", ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_day_without_a_manifest_is_exit_code_3_and_a_group_that_CloudWatch_forgot_is_verified()
    {
        Assert.Equal(3, (await command.RunAsync("verify", "--group", "/app/one", "--from", "2026-11-18", "--to", "2026-11-19")).ExitCode);
        server.Faults.Add(new FaultRule { Operation = "Logs", Effect = FaultEffect.Error, Status = 400, Code = "AccessDeniedException" });
        Assert.Equal(0, (await VerifyAsync()).ExitCode);
    }

    [Fact]
    public async Task Late_events_are_shown_in_a_line_each_and_whole_for_machines()
    {
        var message = new string('x', 2000) + "\u001b[31m\nred";
        server.Logs.Put("/app/one", "late", [new LocalEvent(Noon + 7, message)]);
        var ran = await VerifyAsync("--source");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("  200 in the archive, 201 in CloudWatch; 0 in the archive alone, 1 in CloudWatch alone\n", ran.Output, StringComparison.Ordinal);
        var line = Assert.Single(ran.Output.Split('\n'), line => line.Contains("only in CloudWatch: 2026-11-19T12:00:00.007Z late xxx", StringComparison.Ordinal));
        Assert.InRange(line.Length, 100, 301);
        var json = await VerifyAsync("--source", "--json");
        Assert.Equal((1, ""), (json.ExitCode, json.Error));
        using var document = JsonDocument.Parse(json.Output);
        var shown = document.RootElement.GetProperty("days")[0].GetProperty("source").GetProperty("events")[0];
        Assert.Equal(("source", message), (shown.GetProperty("side").GetString(), shown.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_damaged_day_is_printed_as_far_as_it_can_be_read_and_that_is_a_failure()
    {
        await DamageAsync("cut");
        var ran = await command.RunAsync("cat", "--group", "/app/one", "--date", "2026-11-19", "--json");
        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith("The archive of /app/one 2026-11-19 is damaged. What can be read of it was printed.\n  gzip: expected whole gzip data", ran.Error, StringComparison.Ordinal);
        Assert.InRange(ran.Output.Split('\n').Length, 150, 201);
    }

    [Fact]
    public async Task For_machines_damage_is_named_by_kind()
    {
        await DamageAsync("cut");
        using var document = JsonDocument.Parse((await VerifyAsync("--json")).Output);
        var day = document.RootElement.GetProperty("days")[0];
        Assert.Equal("differs", day.GetProperty("verdict").GetString());
        Assert.Equal(["size", "gzip"], day.GetProperty("damage").EnumerateArray().Select(one => one.GetProperty("kind").GetString()));
        Assert.Equal(1, document.RootElement.GetProperty("totals").GetProperty("differs").GetInt32());
    }

    [Theory]
    [InlineData("--quick: reads nothing", "--quick", "--source")]
    [InlineData("--max-differences: -1", "--source", "--max-differences=-1")]
    public async Task What_contradicts_itself_is_bad_input(string said, params string[] how)
    {
        var ran = await VerifyAsync(how);
        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith(said, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_rotted_below_their_checksum_are_damage()
    {
        var path = server.S3.PathOf("archive", Key);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[50] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var ran = await VerifyAsync();
        Assert.True(ran.ExitCode == 1, ran.Output + ran.Error);
        Assert.Contains(Key, ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be checked", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(+9)]
    [InlineData(-9)]
    public async Task A_file_made_longer_or_shorter_by_hand_is_damage_to_whoever_reads_it(int by)
    {
        await using (var file = File.OpenWrite(server.S3.PathOf("archive", Key)))
        {
            file.SetLength(file.Length + by);
        }

        foreach (var ran in (Ran[])[await VerifyAsync(), await VerifyAsync("--quick")])
        {
            Assert.Equal(1, ran.ExitCode);
            Assert.Contains("  size: expected ", ran.Output, StringComparison.Ordinal);
        }

        var cat = await command.RunAsync("cat", "--group", "/app/one", "--date", "2026-11-19");
        Assert.Equal(1, cat.ExitCode);
        Assert.StartsWith("The archive of /app/one 2026-11-19 is damaged.", cat.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_refuses_is_said_without_a_stack_trace()
    {
        server.Faults.Add(new FaultRule { Operation = "GetObject", Effect = FaultEffect.Error, Status = 403, Code = "AccessDenied" });
        var ran = await VerifyAsync();
        Assert.Equal(3, ran.ExitCode);
        Assert.Contains("AccessDenied", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    private Task<Ran> VerifyAsync(params string[] how) => command.RunAsync([.. (string[])["verify", "--group", "/app/*", "--date", "2026-11-19"], .. how]);

    private async Task DamageAsync(string how)
    {
        using var http = new HttpClient();
        // LocalAws takes any signature on trust, if it names the Region.
        var uri = new Uri(server.Endpoint, $"/archive/{Key}?X-Amz-Credential=test/20261120/us-east-1/s3/aws4_request&X-Amz-Signature=any");
        var bytes = await http.GetByteArrayAsync(uri);
        using var answer = how switch
        {
            "flipped" => await http.PutAsync(uri, new ByteArrayContent([.. bytes[..50], (byte)(bytes[50] ^ 1), .. bytes[51..]])),
            "cut" => await http.PutAsync(uri, new ByteArrayContent(bytes[..^9])),
            "longer" => await http.PutAsync(uri, new ByteArrayContent([.. bytes, .. bytes])),
            _ => await http.DeleteAsync(uri),
        };
        answer.EnsureSuccessStatusCode();
    }
}
