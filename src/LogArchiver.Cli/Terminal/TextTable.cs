using System.Text;
using Spectre.Console;

namespace LogArchiver.Cli.Terminal;

/// <summary>A small table.</summary>
/// <param name="Columns">The titles; one beginning with <c>&gt;</c> stands over numbers, aligned to the right.</param>
/// <param name="Rows">The cells.</param>
/// <param name="Total">A last row with the sums; null for none.</param>
internal sealed record TextTable(
    IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string>? Total = null)
{
    /// <summary>Writes it: with rules on a terminal, as plain columns otherwise.</summary>
    public void Write(IAnsiConsole console)
    {
        if (!console.Profile.Capabilities.Ansi)
        {
            console.Profile.Out.Writer.Write(ToText());
            return;
        }

        var table = new Table { Border = TableBorder.Rounded, BorderStyle = new Style(decoration: Decoration.Dim) };
        foreach (var column in Columns)
        {
            var cell = new TableColumn(new Text(Title(column), new Style(decoration: Decoration.Bold))) { NoWrap = IsNumber(column) };
            table.AddColumn(IsNumber(column) ? cell.RightAligned() : cell);
        }

        foreach (var row in Rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        for (var i = 0; i < Total?.Count; i++)
        {
            table.Columns[i].Footer = new Text(Total[i], new Style(decoration: Decoration.Bold));
        }

        console.Write(table);
    }

    /// <summary>As plain columns, two spaces apart, never cut.</summary>
    public string ToText()
    {
        IReadOnlyList<IReadOnlyList<string>> all = [[.. Columns.Select(Title)], .. Rows, .. Total is null ? [] : new[] { Total }];
        var widths = Columns.Select((_, i) => all.Max(row => row[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in all)
        {
            var cells = row.Select((cell, i) => IsNumber(Columns[i]) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsNumber(string column) => column.StartsWith('>');

    private static string Title(string column) => column.TrimStart('>');
}
