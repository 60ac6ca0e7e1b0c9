using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>The template deploys what the function understands, and nothing is granted that it does not use.</summary>
public sealed partial class TemplateTests
{
    private const string Translate =
        """
        import json, os, sys
        os.environ["AWS_DEFAULT_REGION"] = "eu-central-1"
        from samtranslator.translator.transform import transform
        from samtranslator.yaml_helper import yaml_parse
        class Policies:
            def load(self): return {}
        template = yaml_parse(open(sys.argv[1]).read())
        # Building puts an S3 address here; the translator wants to see one.
        template["Resources"]["ArchiveFunction"]["Properties"]["CodeUri"] = "s3://bucket/key"
        print(json.dumps(transform(template, {}, Policies())))
        """;

    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    private readonly string template = File.ReadAllText(RepositoryRoot.Below("template.yaml"));

    [Fact]
    public void Every_environment_variable_is_a_setting()
    {
        var given = EnvironmentNames().Matches(template).Select(match => match.Groups["name"].Value).ToList();
        Assert.Equal(given.Distinct(StringComparer.Ordinal), given);
        Assert.Contains(Settings.Bucket.EnvironmentName, given);
        Assert.Contains(Settings.LogGroups.EnvironmentName, given);
        Assert.Empty(given.Except(Settings.All.Select(setting => setting.EnvironmentName), StringComparer.Ordinal));
    }

    [Fact]
    public void The_defaults_of_its_parameters_make_a_plan()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [Settings.Bucket.EnvironmentName] = "my-archive",
            [Settings.Prefix.EnvironmentName] = Default("Prefix"),
            [Settings.LogGroups.EnvironmentName] = Default("LogGroups"),
            [Settings.ExcludeLogGroups.EnvironmentName] = Default("ExcludeLogGroups"),
            [Settings.Tags.EnvironmentName] = Default("Tags"),
            [Settings.TimeZone.EnvironmentName] = Default("TimeZone"),
            [Settings.Format.EnvironmentName] = Default("Format"),
        };
        var schedule = new DateTimeOffset(2026, 11, 20, 2, 15, 0, TimeSpan.Zero);
        var input = ScheduledTime.Fill(Input().Match(template).Groups["name"].Value, schedule);
        var request = EnvironmentReader.Read(environment).OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(input)));
        var plan = Planner.Plan(request, schedule.AddHours(5));
        Assert.Equal(new DateOnly(2026, 11, 19), Assert.Single(plan.Dates).Date);
        Assert.Equal("*", Assert.Single(plan.Groups.Include));
    }

    [Fact]
    public void It_grants_the_actions_that_are_used_and_no_others() => Assert.Equal(
        [
            "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:ListLogGroups",
            "logs:ListTagsForResource", "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket",
            "s3:ListBucketMultipartUploads", "s3:PutObject",
        ],
        Actions().Matches(template).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void The_defaults_of_the_lambda_tools_say_the_same_as_the_template()
    {
        using var defaults = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Below("aws-lambda-tools-defaults.json")));
        string Told(string name) => defaults.RootElement.GetProperty(name).ToString();
        Assert.Contains($"Handler: {Told("function-handler")}\n", template, StringComparison.Ordinal);
        Assert.Contains($"Runtime: {Told("function-runtime")}\n", template, StringComparison.Ordinal);
        Assert.Contains($"Architectures: [{Told("function-architecture")}]\n", template, StringComparison.Ordinal);
        Assert.Contains($"Timeout: {Told("function-timeout")}\n", template, StringComparison.Ordinal);
        Assert.Contains($"LogFormat: {Told("log-format")}\n", template, StringComparison.Ordinal);
        Assert.Equal(Told("function-memory-size"), Default("MemoryMB"));
        Assert.Equal(Told("ephemerals-storage-size"), Default("EphemeralStorageMB"));
    }

    [NeedsCommandFact("cfn-lint is not installed (pip install cfn-lint)", "cfn-lint", "--version")]
    public async Task Cfn_lint_finds_nothing()
    {
        var lint = await CommandRun.OfAsync("cfn-lint", "template.yaml");
        Assert.True(lint.ExitCode == 0, lint.Output);
    }

    [NeedsCommandFact("The SAM translator is not installed (pip install aws-sam-translator)", "python3", "-c", "import samtranslator")]
    public async Task Sam_makes_a_function_a_schedule_and_their_roles_of_it()
    {
        var run = await CommandRun.OfAsync("python3", "-c", Translate, "template.yaml");
        Assert.True(run.ExitCode == 0, run.Output);
        using var translated = JsonDocument.Parse(run.Output);
        var types = translated.RootElement.GetProperty("Resources").EnumerateObject()
            .Select(resource => resource.Value.GetProperty("Type").GetString()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(
            new HashSet<string?>(StringComparer.Ordinal)
            {
                "AWS::Lambda::Function", "AWS::Lambda::EventInvokeConfig", "AWS::Scheduler::Schedule", "AWS::IAM::Role", "AWS::S3::Bucket",
                "AWS::S3::BucketPolicy", "AWS::Logs::LogGroup",
            },
            types);
    }

    [GeneratedRegex("^ +(?<name>LOGARCHIVER_[A-Z_]+):", Options, 1000)]
    private static partial Regex EnvironmentNames();

    [GeneratedRegex("^ +(?:- |Action: )(?<name>(?:logs|s3):[A-Z][A-Za-z]+)$", Options, 1000)]
    private static partial Regex Actions();

    [GeneratedRegex("^ +Input: '(?<name>.*)'$", Options, 1000)]
    private static partial Regex Input();

    private string Default(string parameter) =>
        Regex.Match(template, $"^  {parameter}:\n(?:    .*\n)*?    Default: \"?(?<name>.*?)\"?\n", Options, TimeSpan.FromSeconds(1)) is { Success: true } found
            ? found.Groups["name"].Value
            : throw new InvalidOperationException($"The template has no parameter {parameter} with a default.");
}
