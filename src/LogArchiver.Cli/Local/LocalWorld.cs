using LogArchiver.LocalAws;

namespace LogArchiver.Cli.Local;

/// <summary>The world a command works on: LocalAws in this process with this process turned to it, or the world outside.</summary>
internal sealed class LocalWorld : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, string?> before;

    private LocalWorld(CommandContext context, IReadOnlyDictionary<string, string?> before, LocalAwsServer? server) =>
        (Context, this.before, Server) = (context, before, server);

    /// <summary>The command's context, its environment turned to this world.</summary>
    public CommandContext Context { get; }

    /// <summary>LocalAws; null when the world is the one outside.</summary>
    public LocalAwsServer? Server { get; }

    /// <summary>Where LocalAws is, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Endpoint => Server!.Endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>The world outside, as the environment points at it.</summary>
    public static LocalWorld None(CommandContext context) => new(context, context.Environment, null);

    /// <summary>Starts LocalAws on a free port, and turns this process to it.</summary>
    public static async Task<LocalWorld> StartAsync(CommandContext context, string folder)
    {
        LocalFolder.Prepare(folder, empty: false);
        var options = new LocalAwsOptions { Folder = folder, Clock = context.Clock, Region = LocalEnvironment.Region };
        var server = await LocalAwsServer.StartAsync(options, context.Stop);
        server.S3.CreateBucket(LocalEnvironment.Bucket);
        return Enter(context, server, folder);
    }

    /// <summary>Turns this process to LocalAws.</summary>
    public static LocalWorld Enter(CommandContext context, LocalAwsServer server, string folder)
    {
        var after = LocalEnvironment.Of(context.Environment, server.Endpoint, folder);
        LocalEnvironment.Enter(context.Environment, after);
        return new LocalWorld(context with { Environment = after }, context.Environment, server);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            LocalEnvironment.Enter(Context.Environment, before);
            await Server.DisposeAsync();
        }
    }
}
