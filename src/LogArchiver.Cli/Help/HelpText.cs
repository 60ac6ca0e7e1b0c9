using System.CommandLine;
using System.Globalization;
using System.Text;
using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Help;

/// <summary>The help of a command as text. Pure.</summary>
internal static class HelpText
{
    private const string Program = "logarchiver";
    private const int WidestNames = 26;

    public static string Of(Command command, IReadOnlyList<Example> rootExamples, int width)
    {
        var text = new StringBuilder();
        Paragraph(text, command.Description!, width);
        var explained = command as ExplainedCommand;
        if (explained?.Details is { } details)
        {
            text.Append('\n');
            Paragraph(text, details, width);
        }

        text.Append("\nUsage\n  ").Append(Usage(command)).Append('\n');
        Section(text, "Commands", [.. command.Subcommands.Select(one => (one.Name, one.Description!))], width);
        Section(text, "Arguments", [.. command.Arguments.Select(one => ($"<{one.Name}>", one.Description!))], width);
        Section(text, "Options", [.. OptionsOf(command).Select(one => (Label(one), one.Description!))], width);
        var codes = explained?.ExitCodes ?? ExitCodeNotes.Usual;
        Section(text, "Exit codes", [.. codes.Select(one => (one.Code.ToString(CultureInfo.InvariantCulture), one.Meaning))], width);
        Text(text, explained?.Examples ?? rootExamples);
        if (explained is null)
        {
            text.Append($"\nEvery command explains itself: {Program} <command> --help\n");
        }

        return text.ToString();
    }

    private static string Usage(Command command) => command is ExplainedCommand
        ? $"{Program} {command.Name}{string.Concat(command.Arguments.Select(one => $" <{one.Name}>"))} [options]"
        : $"{Program} <command> [options]";

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Where(option => !option.Hidden)
            .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)));

    private static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias is "-h").Append(option.Name));
        return option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) || option.ValueType == typeof(void)
            ? names
            : $"{names} <{option.HelpName ?? "value"}>";
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<(string Name, string About)> rows, int width)
    {
        if (rows.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(title).Append('\n');
        var column = Math.Min(WidestNames, rows.Max(row => row.Name.Length));
        foreach (var (name, about) in rows)
        {
            var lines = Wrapping.Wrap(about, width - column - 4);
            // A name too long for its column stands on a line of its own.
            var first = name.Length <= column ? name.PadRight(column) + "  " + lines[0] : name + "\n" + Indent(column) + lines[0];
            text.Append("  ").Append(first).Append('\n');
            foreach (var line in lines.Skip(1))
            {
                text.Append(Indent(column)).Append(line).Append('\n');
            }
        }
    }

    private static string Indent(int column) => new(' ', column + 4);

    private static void Paragraph(StringBuilder text, string words, int width)
    {
        foreach (var line in words.Split('\n').SelectMany(part => Wrapping.Wrap(part, width)))
        {
            text.Append(line).Append('\n');
        }
    }

    private static void Text(StringBuilder text, IReadOnlyList<Example> examples)
    {
        text.Append("\nExamples\n");
        foreach (var example in examples)
        {
            text.Append("  # ").Append(example.Purpose).Append("\n  ")
                .Append(example.Command.Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
        }
    }
}
