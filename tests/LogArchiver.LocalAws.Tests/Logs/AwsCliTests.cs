using System.Diagnostics;
using System.Text.Json;

namespace LogArchiver.LocalAws.Tests.Logs;

/// <summary>A client that nobody here wrote.</summary>
public sealed class AwsCliTests
{
    [FactWithAwsCli]
    public async Task The_AWS_CLI_makes_a_group_puts_events_and_reads_them_back()
    {
        await using var wire = await LogsWire.StartAsync(options => options with { Clock = TimeProvider.System, PartialPages = true });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        await RunAsync(wire, "create-log-group", "--log-group-name", "/cli");
        await RunAsync(wire, "create-log-stream", "--log-group-name", "/cli", "--log-stream-name", "a/[$LATEST]b");
        await RunAsync(wire, "put-log-events", "--log-group-name", "/cli", "--log-stream-name", "a/[$LATEST]b", "--log-events", $$"""[{"timestamp":{{now}},"message":"안녕 😀 \"q\"\n"}]""");
        var read = await RunAsync(wire, "get-log-events", "--log-group-name", "/cli", "--log-stream-name", "a/[$LATEST]b");
        var filtered = await RunAsync(wire, "filter-log-events", "--log-group-name", "/cli");

        Assert.Equal(["안녕 😀 \"q\"\n"], LogsWire.Messages(read));
        Assert.Equal(["안녕 😀 \"q\"\n"], LogsWire.Messages(filtered));
    }

    private static async Task<JsonElement> RunAsync(LogsWire wire, params string[] arguments)
    {
        var start = new ProcessStartInfo("aws", ["logs", .. arguments, "--output", "json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AWS_ENDPOINT_URL"] = wire.Server.Endpoint.ToString(),
                ["AWS_ACCESS_KEY_ID"] = "local",
                ["AWS_SECRET_ACCESS_KEY"] = "local",
                ["AWS_SESSION_TOKEN"] = "",
                ["AWS_REGION"] = "us-east-1",
                ["AWS_DEFAULT_REGION"] = "us-east-1",
                ["AWS_PAGER"] = "",
                ["PYTHONIOENCODING"] = "utf-8",
            },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return await output is { Length: > 0 } json ? JsonSerializer.Deserialize<JsonElement>(json) : default;
    }
}

/// <summary>Skipped, with the reason, where the AWS CLI is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithAwsCliAttribute : FactAttribute
{
    public FactWithAwsCliAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "aws"))))
        {
            Skip = "The AWS CLI (aws) is not on PATH.";
        }
    }
}
