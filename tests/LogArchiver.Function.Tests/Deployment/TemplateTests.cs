using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LogArchiver.Plan;
using LogArchiver.Testing;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>The template's text deploys what the function understands.</summary>
public sealed partial class TemplateTests
{
    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    private readonly string template = File.ReadAllText(RepositoryRoot.Below("template.yaml"));

    [Fact]
    public void Every_environment_variable_is_a_setting()
    {
        var given = EnvironmentNames().Matches(template).Select(match => match.Groups["name"].Value).ToList();
        Assert.Equal(given.Distinct(StringComparer.Ordinal), given);
        Assert.Contains(Settings.Bucket.EnvironmentName, given);
        Assert.Contains(Settings.LogGroups.EnvironmentName, given);
        // Set only where the parameter asks for it: an unknown variable is refused by the function.
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
            [Settings.DaysAgo.EnvironmentName] = Default("DaysAgo"),
            [Settings.CatchUpDays.EnvironmentName] = Default("CatchUpDays"),
            [Settings.SettleAfterDays.EnvironmentName] = Default("SettleAfterDays"),
            [Settings.Format.EnvironmentName] = Default("Format"),
        };
        var schedule = new DateTimeOffset(2026, 11, 20, 2, 15, 0, TimeSpan.Zero);
        var input = ScheduledTime.Fill(Input().Match(template).Groups["name"].Value, schedule);
        var request = EnvironmentReader.Read(environment).OverriddenBy(PayloadReader.Read(Encoding.UTF8.GetBytes(input)));
        var plan = Planner.Plan(request, schedule.AddHours(5));
        Assert.Equal(new DateOnly(2026, 11, 19), Assert.Single(plan.Dates).Date);
        Assert.Equal("*", Assert.Single(plan.Groups.Include));
        // What the environment need not say, it says as the settings have it.
        Assert.Equal((Settings.CatchUpDays.Default, Settings.SettleAfterDays.Default, Settings.DaysAgo.Default), (
            Default("CatchUpDays"), Default("SettleAfterDays"), Default("DaysAgo")));
    }

    [Fact]
    public void Every_parameter_is_described_and_asked_for_in_a_group()
    {
        var parameters = Parameters().Matches(template).Select(match => match.Groups["name"].Value).ToList();
        Assert.Contains("LogGroups", parameters);
        Assert.All(parameters, name => Assert.Contains("\n    Description: ", Section($"\n  {name}:\n"), StringComparison.Ordinal));
        var groups = template[..template.IndexOf("\nParameters:\n", StringComparison.Ordinal)];
        Assert.All(parameters, name => Assert.Matches($@"[\[ ]{name}(,|\]|\n)", groups));
    }

    [Fact]
    public void Every_alarm_is_explained_to_whoever_gets_it()
    {
        var operations = File.ReadAllText(RepositoryRoot.Below("docs", "operations.md"));
        var alarms = Alarms().Matches(template).Select(match => match.Groups["name"].Value).ToList();
        Assert.Equal(7, alarms.Count);
        Assert.All(alarms, name => Assert.Contains($"| **{name}** |", operations, StringComparison.Ordinal));
    }

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
        Assert.True(File.Exists(RepositoryRoot.Below(Told("project-location"), "LogArchiver.Function.csproj")));
        Assert.Contains($"CodeUri: {Told("project-location")}\n", template, StringComparison.Ordinal);
        Assert.Equal(Told("function-memory-size"), Default("MemoryMB"));
        Assert.Equal(Told("ephemerals-storage-size"), Default("EphemeralStorageMB"));
    }

    [NeedsCommandFact("cfn-lint is not installed (pip install cfn-lint)", "cfn-lint", "--version")]
    public async Task Cfn_lint_finds_nothing()
    {
        var lint = await CommandRun.OfAsync("cfn-lint", "template.yaml");
        Assert.True(lint.ExitCode == 0, lint.Output);
    }

    [GeneratedRegex("^ +(?<name>LOGARCHIVER_[A-Z_]+):", Options, 1000)]
    private static partial Regex EnvironmentNames();

    [GeneratedRegex("^ +Input: '(?<name>.*)'$", Options, 1000)]
    private static partial Regex Input();

    [GeneratedRegex("^  (?<name>[A-Za-z]+):\n    Type: (String|Number)$", Options, 1000)]
    private static partial Regex Parameters();

    [GeneratedRegex("^  (?<name>[A-Za-z]+)Alarm:$", Options, 1000)]
    private static partial Regex Alarms();

    /// <summary>From a heading to the next one of its depth.</summary>
    private string Section(string heading)
    {
        var start = template.IndexOf(heading, StringComparison.Ordinal);
        var next = Regex.Match(template[(start + heading.Length)..], "^  [^ ]", Options, TimeSpan.FromSeconds(1));
        return template.Substring(start, heading.Length + (next.Success ? next.Index : 0));
    }

    private string Default(string parameter) =>
        Regex.Match(template, $"^  {parameter}:\n(?:    .*\n)*?    Default: \"?(?<name>.*?)\"?\n", Options, TimeSpan.FromSeconds(1)) is { Success: true } found
            ? found.Groups["name"].Value
            : throw new InvalidOperationException($"The template has no parameter {parameter} with a default.");
}
