using System.Text.Json;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>The commands of docs/operations.md that delete an archive for good, run as they stand there.</summary>
public sealed class RemovalTests
{
    [NeedsCommandFact(
        "the AWS CLI or moto is not installed (pip install awscli 'moto[all]')", "sh", "-c", "aws --version && python3 -c 'import boto3, moto.server'")]
    public async Task A_bucket_of_many_versions_goes_and_a_locked_one_is_said_to_stay()
    {
        var run = await CommandRun.OfAsync("python3", "-B", "-W", "ignore", "tests/deployment/remove_it_all.py", "docs/operations.md");
        Assert.True(run.ExitCode == 0, run.Output);
        using var told = JsonDocument.Parse(run.Output.Split('\n').Last(line => line.StartsWith('{')));
        var said = told.RootElement.GetProperty("said");
        Assert.Equal("remove_bucket: my-archive\n", said.GetProperty("my-archive").GetString());
        Assert.Equal(["my-locked-archive"], told.RootElement.GetProperty("left").EnumerateArray().Select(each => each.GetString()));
        Assert.StartsWith("AccessDenied\t", said.GetProperty("my-locked-archive").GetString(), StringComparison.Ordinal);
    }
}
