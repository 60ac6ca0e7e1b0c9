using System.Diagnostics;

namespace LogArchiver.LocalAws.Tests.S3;

/// <summary>The AWS CLI as the client.</summary>
public sealed class AwsCliTests
{
    [AwsCliFact]
    public async Task A_file_of_9_MiB_is_copied_up_listed_and_copied_down()
    {
        await using var wire = await S3Wire.StartAsync();
        var up = Path.Combine(wire.Folder, "up");
        var down = Path.Combine(wire.Folder, "down");
        await File.WriteAllBytesAsync(up, S3Wire.Bytes(9 << 20));

        await AwsAsync(wire, "s3", "cp", "--no-progress", up, $"s3://{S3Wire.Bucket}/dt=2026-11-19/file");
        var listed = await AwsAsync(wire, "s3", "ls", $"s3://{S3Wire.Bucket}/dt=2026-11-19/");
        await AwsAsync(wire, "s3", "cp", "--no-progress", $"s3://{S3Wire.Bucket}/dt=2026-11-19/file", down);

        Assert.Contains("9437184 file", listed, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(up), await File.ReadAllBytesAsync(down));
    }

    private static async Task<string> AwsAsync(S3Wire wire, params string[] arguments)
    {
        var start = new ProcessStartInfo("aws", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_ENDPOINT_URL"] = wire.Server.Endpoint.GetLeftPart(UriPartial.Authority);
        start.Environment["AWS_ACCESS_KEY_ID"] = "key";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}

/// <summary>A fact that needs the AWS CLI; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AwsCliFactAttribute : FactAttribute
{
    public AwsCliFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "aws"))))
        {
            Skip = "The AWS CLI is not on the PATH.";
        }
    }
}
