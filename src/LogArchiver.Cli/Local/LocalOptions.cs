using System.CommandLine;

namespace LogArchiver.Cli.Local;

/// <summary>The options with which a command works on LocalAws, started for as long as the command runs, instead of on AWS.</summary>
internal sealed class LocalOptions
{
    private readonly Option<bool> local = new("--local")
    {
        Description = "Work on LocalAws, started for this command, with what 'logarchiver demo' left",
    };

    private readonly Option<string> folder = MakeFolder();

    private LocalOptions()
    {
    }

    /// <summary>The option that names the folder LocalAws keeps its objects in.</summary>
    public static Option<string> MakeFolder() => new("--folder")
    {
        HelpName = "PATH",
        Description = "Folder of LocalAws (default: logarchiver-demo in the temporary folder)",
    };

    /// <summary>Adds them to the command.</summary>
    public static LocalOptions AddTo(Command command)
    {
        var options = new LocalOptions();
        command.Add(options.local);
        command.Add(options.folder);
        return options;
    }

    /// <summary>The world to work on: LocalAws where that was asked for, otherwise whatever the environment points at.</summary>
    public async Task<LocalWorld> StartAsync(ParseResult parsed, CommandContext context)
    {
        var chosen = parsed.GetValue(folder);
        if (!parsed.GetValue(local))
        {
            return chosen is null
                ? LocalWorld.None(context)
                : throw CommandException.BadInput($"--folder: '{chosen}' is of use with --local only.");
        }

        return await LocalWorld.StartAsync(context, LocalFolder.Of(chosen, context.Environment));
    }
}
