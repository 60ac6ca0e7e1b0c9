using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Faults;

/// <summary>Lets a fault happen to a request.</summary>
internal static class FaultPlayer
{
    public static Task PlayAsync(
        FaultRule? fault, OperationName operation, HttpContext context, TimeProvider clock, Func<Task> serve) => fault switch
        {
            null => serve(),
            { Effect: FaultEffect.Throttle } => ThrottleAsync(operation, context),
            { Effect: FaultEffect.Error } => RefuseAsync(operation, context, fault.Status, fault.Code),
            { Effect: FaultEffect.OkWithError } => RefuseAsync(operation, context, StatusCodes.Status200OK, fault.Code),
            { Effect: FaultEffect.Repeat } => RepeatAsync(context, serve),
            { Effect: FaultEffect.Drop } => Drop(context),
            { Effect: FaultEffect.DropAfter } => DropAfterAsync(context, serve),
            { Effect: FaultEffect.Truncate } => TruncateAsync(context, serve),
            _ => DelayAsync(fault.Delay, context, clock, serve),
        };

    private static Task ThrottleAsync(OperationName operation, HttpContext context) => operation.Service == LocalService.S3
        ? ErrorAnswer.WriteAsync(context, operation.Service, 503, "SlowDown", "Please reduce your request rate.")
        : ErrorAnswer.WriteAsync(context, operation.Service, 400, "ThrottlingException", "Rate exceeded");

    private static Task RefuseAsync(OperationName operation, HttpContext context, int status, string code) =>
        ErrorAnswer.WriteAsync(context, operation.Service, status, code, $"{operation.Name} fails by the fault script.");

    /// <summary>Whether this request's page is to repeat events.</summary>
    public static bool Repeats(HttpContext context) => context.Items.ContainsKey(FaultEffect.Repeat);

    private static Task RepeatAsync(HttpContext context, Func<Task> serve)
    {
        context.Items[FaultEffect.Repeat] = true;
        return serve();
    }

    private static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task DropAfterAsync(HttpContext context, Func<Task> serve)
    {
        context.Response.Body = Stream.Null;
        await serve();
        context.Abort();
    }

    private static async Task TruncateAsync(HttpContext context, Func<Task> serve)
    {
        var truncating = new TruncatingStream(context.Response);
        context.Response.Body = truncating;
        await serve();
        await truncating.FlushAsync(context.RequestAborted);
        if (truncating.LengthIsUnknown)
        {
            context.Abort();
        }
    }

    private static async Task DelayAsync(TimeSpan delay, HttpContext context, TimeProvider clock, Func<Task> serve)
    {
        await Task.Delay(delay, clock, context.RequestAborted);
        await serve();
    }
}
