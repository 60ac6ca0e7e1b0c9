using System.Text;
using LogArchiver.Backfill;
using LogArchiver.Plan;

namespace LogArchiver.Tests.Backfill;

public sealed class MachineStepReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"date\":\"2026-11-19\"}")]
    [InlineData("not json")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void An_ordinary_payload_is_no_step(string payload) => Assert.Null(Read(payload));

    [Fact]
    public void A_step_carries_the_request_as_it_came()
    {
        var step = Read("""{"step":"plan","run":"backfill-20261120T021500","request":{"logGroups":["/a"],"from":"2026-11-01","to":"2026-11-02"}}""")!;
        Assert.Equal((MachineStepKind.Plan, "backfill-20261120T021500"), (step.Kind, step.Run));
        Assert.Equal(["/a"], step.Request.Values["logGroups"].Texts);
        Assert.Null(step.ResultsKey);
    }

    [Theory]
    [InlineData("""{"step":"plan","run":"r"}""")]
    [InlineData("""{"step":"plan","run":"r","request":null}""")]
    [InlineData("""{"step":"plan","run":"r","request":{}}""")]
    public void Without_a_request_the_functions_settings_are_all_there_is(string payload)
    {
        var step = Read(payload)!;
        Assert.Empty(step.Request.Values);
        Assert.Empty(step.Request.Faults);
    }

    [Fact]
    public void Summing_up_finds_the_results_in_the_state_and_takes_none_for_none()
    {
        const string State = """{"bucket":"b","itemsKey":null,"resultsPrefix":"p","items":0,"concurrency":4,"groups":1,"days":0,"alreadySealed":3,"gone":2,"groupsLeftOut":0,"failures":[],"failuresLeftOut":0,"warnings":[]""";
        const string Asked = """{"step":"summarise","run":"r","state":""";
        const string Results = ""","results":{"MapRunArn":"a","ResultWriterDetails":{"Bucket":"b","Key":"k"}}""";
        var none = Read(Asked + State + "}}")!;
        Assert.Null(none.ResultsKey);
        Assert.Equal(3, none.Planned!.AlreadySealed);
        var some = Read(Asked + State + Results + "}}")!;
        Assert.Equal("k", some.ResultsKey);
    }

    [Theory]
    [InlineData("""{"step":3,"run":"r"}""", "step: 3 is no step.")]
    [InlineData("""{"step":"Plan","run":"r"}""", "step: \"Plan\" is no step.")]
    [InlineData("""{"step":"plan"}""", "run: \"\" is no name of a run")]
    [InlineData("""{"step":"plan","run":"a/b"}""", "run: \"a/b\" is no name of a run")]
    [InlineData("""{"step":"plan","run":"..","request":{}}""", "run: \"..\" is no name of a run")]
    [InlineData("""{"step":"plan","run":"r","date":"2026-11-19"}""", "date: No field of a step is called so; settings stand in \"request\".")]
    [InlineData("""{"step":"summarise","run":"r"}""", "state: It is missing.")]
    [InlineData("""{"step":"summarise","run":"r","state":{"bucket":"b"}}""", "state: It is not what planning answered")]
    public void What_is_wrong_is_said_with_what_would_be_right(string payload, string told)
    {
        var refused = Assert.Throws<BadRequestException>(() => Read(payload));
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.Contains("{\"step\": \"plan\"", refused.Message, StringComparison.Ordinal);
    }

    private static MachineStep? Read(string payload) => MachineStepReader.TryRead(Encoding.UTF8.GetBytes(payload));
}
