using System.Text;
using Spectre.Console;

namespace LogArchiver.Cli.Terminal;

/// <summary>A column of a table.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="IsNumber">Whether it holds numbers, and is aligned to the right.</param>
/// <param name="IsExpendable">Whether it may be left out where the terminal is too narrow.</param>
internal readonly record struct TextColumn(string Title, bool IsNumber = false, bool IsExpendable = false);

/// <summary>A small table.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The cells.</param>
/// <param name="Total">A last row with the sums; null for none.</param>
internal sealed record TextTable(
    IReadOnlyList<TextColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string>? Total = null)
{
    // Left and right of a cell are a blank and a rule.
    private const int RuledGap = 3;

    /// <summary>Writes it: with rules on a terminal that is wide enough for the indispensable columns, as plain columns otherwise.</summary>
    public void Write(IAnsiConsole console)
    {
        var fitting = console.Profile.Capabilities.Ansi ? FitInto(console.Profile.Width) : null;
        if (fitting is null)
        {
            console.Profile.Out.Writer.Write(ToText());
        }
        else
        {
            console.Write(fitting.ToRuled());
        }
    }

    /// <summary>As plain columns, two spaces apart, never cut.</summary>
    public string ToText()
    {
        var widths = Widths();
        var text = new StringBuilder();
        foreach (var row in AllRows())
        {
            var cells = row.Select((cell, i) => Columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The table without as many expendable columns as it takes to fit with rules, the last first; null where it never fits.</summary>
    internal TextTable? FitInto(int width)
    {
        for (var table = this; ; table = table.Without(table.Columns.Select((column, i) => (column, i)).Last(one => one.column.IsExpendable).i))
        {
            if (table.Widths().Sum() + (table.Columns.Count * RuledGap) + 1 <= width)
            {
                return table;
            }

            if (!table.Columns.Any(column => column.IsExpendable))
            {
                return null;
            }
        }
    }

    private TextTable Without(int index) => new(
        Cut(Columns, index), [.. Rows.Select(row => Cut(row, index))], Total is null ? null : Cut(Total, index));

    private static IReadOnlyList<T> Cut<T>(IReadOnlyList<T> row, int index) => [.. row.Take(index), .. row.Skip(index + 1)];

    private int[] Widths() => [.. Columns.Select((_, i) => AllRows().Max(row => row[i].Length))];

    private IEnumerable<IReadOnlyList<string>> AllRows() =>
        [[.. Columns.Select(column => column.Title)], .. Rows, .. Total is null ? [] : new[] { Total }];

    private Table ToRuled()
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = new Style(decoration: Decoration.Dim) };
        for (var i = 0; i < Columns.Count; i++)
        {
            table.AddColumn(new TableColumn(Bold(Columns[i].Title))
            {
                NoWrap = true,
                Alignment = Columns[i].IsNumber ? Justify.Right : Justify.Left,
                Footer = Total is null ? null : Bold(Total[i]),
            });
        }

        foreach (var row in Rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        return table;
    }

    private static Text Bold(string text) => new(text, new Style(decoration: Decoration.Bold));
}
