using System.CommandLine;

namespace LogArchiver.Cli.Invoke;

internal static class InvokeCommand
{
    public static Command Make(CommandContext context) => new Command("invoke", context.ToString());
}
