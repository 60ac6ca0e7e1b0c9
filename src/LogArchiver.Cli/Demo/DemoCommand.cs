using System.CommandLine;

namespace LogArchiver.Cli.Demo;

internal static class DemoCommand
{
    public static Command Make(CommandContext context) => new Command("demo", context.ToString());
}
