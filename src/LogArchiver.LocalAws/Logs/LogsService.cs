using LogArchiver.LocalAws.Faults;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Logs;

/// <summary>CloudWatch Logs over its JSON 1.1 protocol. A request must be signed; whether by the right key is not looked at.</summary>
internal sealed class LogsService : ILocalService
{
    private readonly LogsThrottle throttle;
    private readonly Dictionary<string, Func<LogsRequest, byte[]>> operations;
    private readonly Dictionary<string, Func<LogsRequest, int, PageWriter>> readings;

    public LogsService(LocalAwsOptions options, IExportBucket bucket)
    {
        Groups = new GroupCatalog(options);
        throttle = new LogsThrottle(options.Quotas, options.Clock);
        var (groups, tags) = (new GroupOperations(Groups), new TagOperations(Groups));
        var exports = new ExportTasks(Groups, options, bucket);
        var cut = new PageCut(options.Seed, options.PartialPages);
        operations = new(StringComparer.Ordinal)
        {
            ["CreateLogGroup"] = Silent(groups.CreateLogGroup),
            ["DeleteLogGroup"] = Silent(groups.DeleteLogGroup),
            ["PutRetentionPolicy"] = Silent(groups.PutRetentionPolicy),
            ["DeleteRetentionPolicy"] = Silent(groups.DeleteRetentionPolicy),
            ["CreateLogStream"] = Silent(groups.CreateLogStream),
            ["DeleteLogStream"] = Silent(groups.DeleteLogStream),
            ["TagResource"] = Silent(tags.TagResource),
            ["UntagResource"] = Silent(tags.UntagResource),
            ["ListTagsForResource"] = tags.ListTagsForResource,
            ["ListTagsLogGroup"] = tags.ListTagsLogGroup,
            ["PutLogEvents"] = new PutLogEvents(Groups).Answer,
            ["DescribeLogGroups"] = new DescribeLogGroups(Groups).Answer,
            ["ListLogGroups"] = new ListLogGroups(Groups).Answer,
            ["CreateExportTask"] = exports.CreateExportTask,
            ["DescribeExportTasks"] = exports.DescribeExportTasks,
            ["CancelExportTask"] = Silent(exports.CancelExportTask),
            ["DescribeLogStreams"] = new DescribeLogStreams(Groups, options.StreamTimesLag).Answer,
        };
        readings = new(StringComparer.Ordinal)
        {
            ["GetLogEvents"] = new GetLogEvents(Groups, cut).Answer,
            ["FilterLogEvents"] = new FilterLogEvents(Groups, cut).Answer,
        };
    }

    public GroupCatalog Groups { get; }

    public bool Takes(HttpRequest request) => OperationName.Of(request).Service == LocalService.Logs;

    public async Task HandleAsync(HttpContext context)
    {
        var operation = OperationName.Of(context.Request).Name;
        try
        {
            RefuseUnsigned(context.Request);
            throttle.Take(operation);
            var request = LogsRequest.Parse(await ReadBodyAsync(context));
            if (readings.TryGetValue(operation, out var read))
            {
                using var page = read(request, FaultPlayer.Repeats(context) ? PageFill.RepeatedEvents : 0);
                await LogsAnswer.SendAsync(context, page.Written);
                return;
            }

            await LogsAnswer.SendAsync(context, operations.TryGetValue(operation, out var act)
                ? act(request)
                : throw new LogsException(404, "UnknownOperationException", $"LocalAws does not know {operation}."));
        }
        catch (LogsException refused)
        {
            await ErrorAnswer.WriteAsync(context, LocalService.Logs, refused.Status, refused.Code, refused.Message);
        }
    }

    private static void RefuseUnsigned(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0)
        {
            throw new LogsException(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    // Some operations answer with an empty body: no JSON at all.
    private static Func<LogsRequest, byte[]> Silent(Action<LogsRequest> act) => request =>
    {
        act(request);
        return [];
    };
}
