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
    private const int PlainGap = 2;
    private const string StackedLead = "  ";

    /// <summary>Writes it: as plain columns where no person looks; on a terminal with rules, or, where even the indispensable columns are
    /// too wide for that, each row in two lines.</summary>
    public void Write(IAnsiConsole console)
    {
        if (!console.Profile.Capabilities.Ansi)
        {
            console.Profile.Out.Writer.Write(ToText());
        }
        else if (FitInto(console.Profile.Width) is { } fitting)
        {
            console.Write(fitting.ToRuled());
        }
        else
        {
            console.Profile.Out.Writer.Write(ToStacked(console.Profile.Width));
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

    /// <summary>As plain columns, the first of them in a line of its own above the others: a long name leaves room for what is said of it.</summary>
    internal string ToStacked(int width)
    {
        var rest = Without(0);
        var fitting = rest.Fitting(width - StackedLead.Length, PlainGap) ?? rest.Indispensable();
        var names = AllRows().Select(row => row[0]);
        var others = fitting.ToText().TrimEnd('\n').Split('\n');
        return string.Concat(names.Zip(others, (name, other) => $"{name}\n{StackedLead}{other}".TrimEnd() + '\n'));
    }

    /// <summary>The table without as many expendable columns as it takes to fit with rules, the last first; null where it never fits.</summary>
    internal TextTable? FitInto(int width) => Fitting(width - 1, RuledGap);

    private TextTable? Fitting(int width, int gap)
    {
        for (var table = this; ; table = table.Without(table.LastExpendable))
        {
            if (table.Widths().Sum() + (table.Columns.Count * gap) <= width)
            {
                return table;
            }

            if (table.LastExpendable < 0)
            {
                return null;
            }
        }
    }

    private int LastExpendable => Columns.Select((column, i) => column.IsExpendable ? i : -1).Max();

    private TextTable Indispensable()
    {
        var table = this;
        while (table.LastExpendable >= 0)
        {
            table = table.Without(table.LastExpendable);
        }

        return table;
    }

    /// <summary>The table without one of its columns.</summary>
    internal TextTable Without(int index) => new(
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
