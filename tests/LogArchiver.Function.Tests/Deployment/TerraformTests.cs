using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>The example for users of Terraform says what the code needs, as the template does.</summary>
public sealed partial class TerraformTests
{
    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    /// <summary>What the example leaves out, and the manual says how to add.</summary>
    private static readonly string[] SwitchedOff = ["logs:CreateExportTask", "logs:DescribeExportTasks"];

    /// <summary>What others do with the roles that the example makes, and what its bucket refuses.</summary>
    private static readonly string[] OfOthers =
        ["lambda:InvokeFunction", "logs:CreateLogStream", "logs:PutLogEvents", "s3:*", "sqs:SendMessage", "sqs:SendMessage", "sts:AssumeRole"];

    private static readonly Dictionary<string, string> Files = Directory.GetFiles(RepositoryRoot.Below("docs", "terraform"), "*.tf")
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);

    private readonly string example = string.Join('\n', Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value));

    private readonly string template = File.ReadAllText(RepositoryRoot.Below("template.yaml"));

    [Fact]
    public void It_grants_what_the_code_calls_and_no_more() => Assert.Equal(
        CodeInventory.Actions().Except(SwitchedOff, StringComparer.Ordinal)
            .Concat(OfOthers).Order(StringComparer.Ordinal),
        Actions().Matches(string.Join('\n', Files.Where(file => file.Key != "machine.tf").Select(file => file.Value)))
            .Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));

    [DeployedFact]
    public async Task Its_state_machine_may_do_what_the_template_s_may()
    {
        var granted = (await DeployedStack.OfAsync())["machinePolicy"].EnumerateArray().Select(each => each.GetProperty("Action"))
            .SelectMany(action => action.ValueKind == JsonValueKind.Array ? action.EnumerateArray().ToArray() : [action]).Select(action => action.GetString()!);
        Assert.Equal(
            granted.Order(StringComparer.Ordinal), Actions().Matches(Files["machine.tf"]).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [DeployedFact]
    public async Task Its_alarms_look_at_what_the_template_s_look_at()
    {
        var stack = await DeployedStack.OfAsync();
        Assert.Equal(stack["alarms"].GetArrayLength(), Alarms().Count(Files["alarms.tf"]));
        foreach (var alarm in stack["alarms"].EnumerateArray())
        {
            var watch = new AlarmWatch(alarm, extra: 0, withRunningPeriod: true);
            Assert.All(watch.Sources.Values, each => Assert.Contains($"\"{each.Metric}\"", Files["alarms.tf"], StringComparison.Ordinal));
            if (alarm.TryGetProperty("Metrics", out var metrics) && metrics.EnumerateArray().FirstOrDefault(each => each.TryGetProperty("Expression", out _)) is { ValueKind: JsonValueKind.Object } math)
            {
                Assert.Contains($" = \"{math.GetProperty("Expression").GetString()}\"\n", Files["alarms.tf"], StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_choice_is_described_and_made_use_of() => Assert.All(Choices().Matches(Files["main.tf"]).ToArray(), choice =>
    {
        Assert.Contains("description = ", choice.Groups["body"].Value, StringComparison.Ordinal);
        Assert.Matches($@"[^.]\bvar\.{choice.Groups["name"].Value}\b", example.Replace(choice.Value, "", StringComparison.Ordinal));
    });

    [Fact]
    public void Nothing_is_reserved_unless_it_is_asked_for()
    {
        Assert.Contains("reserved_concurrent_executions = var.reserve_concurrency ? 2 : -1\n", Files["function.tf"], StringComparison.Ordinal);
        Assert.Contains("reserved_concurrent_executions = var.reserve_concurrency ? var.backfill_concurrency : -1\n", Files["machine.tf"], StringComparison.Ordinal);
        Assert.Matches("variable \"reserve_concurrency\" {[^}]*default     = false\n", Files["main.tf"]);
    }

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

    [GeneratedRegex("\"(?<name>(lambda|logs|s3|sqs|states|sts):[A-Za-z*]+)\"", Options, 1000)]
    private static partial Regex Actions();

    [GeneratedRegex("^ +(?<name>LOGARCHIVER_[A-Z_]+) +=", Options, 1000)]
    private static partial Regex Variables();

    [GeneratedRegex("^resource \"aws_cloudwatch_metric_alarm\" ", Options, 1000)]
    private static partial Regex Alarms();

    [GeneratedRegex("^variable \"(?<name>[a-z_]+)\" {\n(?<body>(  .*\n)+)}", Options, 1000)]
    private static partial Regex Choices();

    [GeneratedRegex("^ +input = \"(?<name>.*)\"$", Options, 1000)]
    private static partial Regex Input();
}
