using System.Text.Json;
using LogArchiver.Backfill;
using LogArchiver.Plan;
using LogArchiver.Testing;
using LogArchiver.Tests.Plan;

namespace LogArchiver.Tests.Backfill;

/// <summary>The samples in <c>events/machine/</c> are what passes between the state machine and the function.</summary>
public sealed class MachineSamplesTests
{
    [Fact]
    public void There_is_a_sample_of_each_kind_of_payload() => Assert.Equal(
        ["input.json", "item.json", "plan.json", "summarise.json"],
        Directory.GetFiles(RepositoryRoot.Below("events", "machine")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("input.json", 7)]
    [InlineData("item.json", 1)]
    public void Input_and_item_are_ordinary_payloads(string name, int days)
    {
        Assert.Null(MachineStepReader.TryRead(Sample(name)));
        Assert.Equal(days, Planner.Plan(Requests.Environment().OverriddenBy(PayloadReader.Read(Sample(name))), Requests.Now).Dates.Count);
    }

    [Theory]
    [InlineData("Plan", "plan.json")]
    [InlineData("Summarise", "summarise.json")]
    public void A_step_has_the_fields_that_the_definition_gives_it(string state, string name)
    {
        var step = MachineStepReader.TryRead(Sample(name))!;
        Assert.Equal(state, step.Kind.ToString());
        Assert.Equal(7, Planner.Plan(Requests.Environment().OverriddenBy(step.Request), Requests.Now).Dates.Count);
        var definition = JsonElement.Parse(File.ReadAllBytes(RepositoryRoot.Below("statemachine", "archive.asl.json")));
        var given = definition.GetProperty("States").GetProperty(state).GetProperty("Parameters").GetProperty("Payload");
        Assert.Equal(
            given.EnumerateObject().Select(field => field.Name.EndsWith(".$", StringComparison.Ordinal) ? field.Name[..^2] : field.Name),
            JsonElement.Parse(Sample(name)).EnumerateObject().Select(field => field.Name));
        Assert.Equal(given.GetProperty("step").GetString(), JsonElement.Parse(Sample(name)).GetProperty("step").GetString());
    }

    private static byte[] Sample(string name) => File.ReadAllBytes(RepositoryRoot.Below("events", "machine", name));
}
