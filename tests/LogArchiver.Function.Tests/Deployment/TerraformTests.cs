using System.Text;
using System.Text.RegularExpressions;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>The example for users of Terraform says what the code needs, as the template does.</summary>
public sealed partial class TerraformTests
{
    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    /// <summary>What the example leaves out, and the manual says how to add.</summary>
    private static readonly string[] SwitchedOff = ["logs:PutRetentionPolicy", "logs:CreateExportTask", "logs:DescribeExportTasks"];

    private readonly string example = File.ReadAllText(RepositoryRoot.Below("docs", "terraform", "main.tf"));

    private readonly string template = File.ReadAllText(RepositoryRoot.Below("template.yaml"));

    [Fact]
    public void It_grants_what_the_code_calls_and_no_more() => Assert.Equal(
        CodeInventory.Actions().Except(SwitchedOff, StringComparer.Ordinal)
            .Concat(["lambda:InvokeFunction", "logs:CreateLogStream", "logs:PutLogEvents", "s3:*", "sqs:SendMessage", "sqs:SendMessage", "sts:AssumeRole"])
            .Order(StringComparer.Ordinal),
        Actions().Matches(example).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void It_sets_settings_that_there_are()
    {
        var given = Variables().Matches(example).Select(match => match.Groups["name"].Value).ToList();
        Assert.Contains(Settings.Bucket.EnvironmentName, given);
        Assert.Empty(given.Except(Settings.All.Select(setting => setting.EnvironmentName), StringComparer.Ordinal));
    }

    [Fact]
    public void Its_schedule_sends_what_the_template_sends()
    {
        var input = Input().Match(example).Groups["name"].Value.Replace("\\\"", "\"", StringComparison.Ordinal);
        Assert.Contains($"Input: '{input}'\n", template, StringComparison.Ordinal);
        var sent = PayloadReader.Read(Encoding.UTF8.GetBytes(ScheduledTime.Fill(input, DateTimeOffset.UnixEpoch.AddDays(20_000))));
        Assert.Empty(sent.Faults);
    }

    [NeedsCommandFact("terraform is not installed", "terraform", "version")]
    public async Task It_is_written_as_terraform_writes_it()
    {
        var format = await CommandRun.OfAsync("terraform", "fmt", "-check", "-diff", "docs/terraform");
        Assert.True(format.ExitCode == 0, format.Output);
    }

    [GeneratedRegex("\"(?<name>(lambda|logs|s3|sqs|sts):[A-Za-z*]+)\"", Options, 1000)]
    private static partial Regex Actions();

    [GeneratedRegex("^ +(?<name>LOGARCHIVER_[A-Z_]+) +=", Options, 1000)]
    private static partial Regex Variables();

    [GeneratedRegex("^ +input = \"(?<name>.*)\"$", Options, 1000)]
    private static partial Regex Input();
}
