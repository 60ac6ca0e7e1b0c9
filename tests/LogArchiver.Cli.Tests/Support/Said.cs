using LogArchiver.Cli.Terminal;
using LogArchiver.Testing;

namespace LogArchiver.Cli.Tests.Support;

/// <summary>The command within the test, for what needs no process: what it said and how it ended.</summary>
internal sealed record Said(int ExitCode, string Output, string Error)
{
    public static async Task<Said> ByAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var screen = new Screen(output, error, ScreenLooks.Plain);
        var context = new CommandContext
        {
            Screen = screen,
            Clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 2, 15, 0, TimeSpan.Zero)),
            Random = new Random(1),
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal),
            Stop = CancellationToken.None,
        };
        var exitCode = await CommandLine.RunAsync(args, context);
        return new Said(exitCode, output.ToString(), error.ToString());
    }
}
