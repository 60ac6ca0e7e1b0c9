using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Tests.Terminal;

public class TextTableTests
{
    private static readonly TextTable Table = new(
        [new("Group"), new("Events", IsNumber: true), new("Raw", IsNumber: true, IsExpendable: true), new("Ratio", IsNumber: true, IsExpendable: true)],
        [["/a", "1", "2 B", "1.0×"], ["/longer", "1,000", "10 kB", "9.9×"]],
        ["Total", "1,001", "10 kB", ""]);

    [Fact]
    public void Plain_columns_stand_two_spaces_apart_with_numbers_to_the_right() => Assert.Equal(
        """
        Group    Events    Raw  Ratio
        /a            1    2 B   1.0×
        /longer   1,000  10 kB   9.9×
        Total     1,001  10 kB

        """,
        Table.ToText());

    [Fact]
    public void Where_all_fits_all_is_shown() => Assert.Equal(4, Table.FitInto(80)!.Columns.Count);

    [Fact]
    public void Where_it_is_narrow_the_last_expendable_column_goes_first()
    {
        // 7 + 6 + 5 letters, and a rule and two blanks for each of three columns, and a last rule.
        Assert.Equal(["Group", "Events", "Raw"], Table.FitInto(28)!.Columns.Select(column => column.Title));
        Assert.Equal(["Group", "Events"], Table.FitInto(27)!.Columns.Select(column => column.Title));
    }

    [Fact]
    public void Where_even_the_rest_does_not_fit_there_are_no_rules() => Assert.Null(Table.FitInto(19));

    [Fact]
    public void Where_nothing_fits_a_row_takes_two_lines_and_leaves_out_what_it_can()
    {
        Assert.Equal(
            """
            Group
              Events    Raw  Ratio
            /a
                   1    2 B   1.0×
            /longer
               1,000  10 kB   9.9×
            Total
               1,001  10 kB

            """, Table.ToStacked(24));
        Assert.Equal("Group\n  Events    Raw\n", Table.ToStacked(21)[..22]);
        Assert.Equal("Group\n  Events\n/a\n", Table.ToStacked(5)[..18]);
    }
}
