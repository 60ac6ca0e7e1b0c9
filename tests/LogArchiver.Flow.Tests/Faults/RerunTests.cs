namespace LogArchiver.Flow.Tests.Faults;

/// <summary>After a refusal the next run, with the cause gone, completes what is missing; what could be done was done before.</summary>
public sealed class RerunTests
{
    private const string AllWell = "REPORT (none: all went well)\n";

    [Theory]
    [InlineData("GetLogEvents:error:status=400,code=AccessDeniedException,key=/app/api", 1)]
    [InlineData("GetLogEvents:error:status=403,code=ExpiredTokenException,nth=3", 1)]
    [InlineData("GetLogEvents:error:status=403,code=InvalidSignatureException,nth=1", 1)]
    [InlineData("GetLogEvents:error:status=400,code=ResourceNotFoundException,key=/app/web", 1)]
    [InlineData("GetLogEvents:error:status=400,code=InvalidParameterException,key=/app/web,nth=2", 1)]
    [InlineData("GetLogEvents:error:status=500,code=InternalFailure,key=/app/web", 1)]
    [InlineData("GetLogEvents:ok-with-error:key=/app/web", 1)]
    [InlineData("GetLogEvents:truncate:key=/app/web", 1)]
    [InlineData("PutObject:error:status=403,code=AccessDenied,key=~app~web", 1)]
    [InlineData("PutObject:error:status=400,code=KMS.DisabledException", 2)]
    [InlineData("PutObject:error:status=400,code=ExpiredToken,nth=3", 1)]
    [InlineData("PutObject:error:status=403,code=AccessDenied,key=_manifests", 2)]
    [InlineData("PutObject:drop-after:key=_manifests,nth=1", 0)]
    [InlineData("PutObject:truncate:key=.ndjson.gz", 0)]
    public async Task A_refused_day_is_named_the_others_are_done_and_the_next_run_completes_it(string rule, int failed)
    {
        await using var world = await RefusalWorld.StartAsync(rule);
        var told = await world.ReadAsync();
        Assert.Equal(failed, told.Split("2026-11-19 failed at ").Length - 1);
        Assert.Equal(2 - failed, world.Sealed().Count);

        world.Server.Faults.Clear();
        Assert.EndsWith(AllWell, await world.ReadAsync(), StringComparison.Ordinal);
        await using var calm = await RefusalWorld.StartAsync();
        Assert.Equal(AllWell, await calm.ReadAsync());
        Assert.Equal(2, world.Sealed().Count);
        Assert.Equal(calm.Files(), world.Files());
        Assert.Empty(world.Server.S3.OpenUploads(RefusalWorld.Bucket));
        Assert.Empty(world.Scratch);
    }

    [Fact]
    public async Task A_stream_deleted_midway_is_left_out_by_the_next_run()
    {
        await using var world = await RefusalWorld.StartAsync("GetLogEvents:error:status=400,code=ResourceNotFoundException,key=s-gone");
        world.Server.Logs.CreateStream("/app/web", "s-gone");
        Assert.Contains("What has been deleted meanwhile is left out when you run again", await world.ReadAsync(), StringComparison.Ordinal);
    }
}
