namespace LogArchiver.Contracts.Tests.Logs;

/// <summary>The contract on moto: our client against a server we did not write.</summary>
[StandsOnMoto]
[Collection(MotoCollection.Name)]
[DiffersFromAws(nameof(A_stream_is_given_up_to_the_end_of_the_window_and_no_further), "endTime of GetLogEvents is inclusive")]
[DiffersFromAws(nameof(A_group_is_read_in_time_order_across_its_streams), "sorts across streams only for the old parameter interleaved")]
[DiffersFromAws(nameof(Of_two_exports_the_second_waits_for_the_first), "lets any number of tasks run at once, all completed at once")]
[DiffersFromAws(nameof(An_export_begins_lines_with_the_millisecond), "writes .000 for all milliseconds")]
[DiffersFromAws(nameof(Groups_are_found_by_all_of_their_tags), "knows no ListLogGroups")]
public sealed class MotoLogSourceTests(MotoFixture moto) : LogSourceContract
{
    protected override Task<ILogsWorld> CreateWorldAsync() => Task.FromResult<ILogsWorld>(new AwsWorld(moto.Endpoint));
}
