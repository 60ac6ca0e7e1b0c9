using System.Globalization;

namespace LogArchiver.Soak;

/// <summary>What the soak was asked to do.</summary>
public sealed record SoakOptions
{
    /// <summary>What <c>--help</c> says.</summary>
    public const string Usage =
        """
        Archives days of known contents while everything around goes wrong, and checks that nothing is lost and nothing is there twice.

        Usage: LogArchiver.Soak [--seed N] [--days N] [--day N] [--processes]

          --seed N      where all chance comes from (1)
          --days N      days to archive (1000; with --processes 50)
          --day N       that day alone: what a failure prints
          --processes   through the function's own process, behind a proxy that breaks connections, killed at random moments
          --help        this text
        """;

    /// <summary>Where all chance comes from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many days.</summary>
    public int Days { get; init; } = 1000;

    /// <summary>The one day to run; null for all.</summary>
    public int? OnlyDay { get; init; }

    /// <summary>Whether the function's process does the work.</summary>
    public bool Processes { get; init; }

    /// <summary>Whether only the usage is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>The line that runs one day again.</summary>
    public string Reproduce(int day) =>
        $"dotnet run --project tests/LogArchiver.Soak -- --seed {Seed} --day {day}{(Processes ? " --processes" : "")}";

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    public static SoakOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions();
        int? days = null;
        for (var index = 0; index < arguments.Count; index++)
        {
            switch (arguments[index])
            {
                case "--processes":
                    options = options with { Processes = true };
                    break;
                case "--help" or "-h":
                    options = options with { Help = true };
                    break;
                case "--seed":
                    options = options with { Seed = Number(arguments, ref index, least: 0) };
                    break;
                case "--days":
                    days = Number(arguments, ref index, least: 1);
                    break;
                case "--day":
                    options = options with { OnlyDay = Number(arguments, ref index, least: 0) };
                    break;
                default:
                    throw new FormatException($"'{arguments[index]}' is no option; --help names them.");
            }
        }

        return options with { Days = days ?? (options.Processes ? 50 : options.Days) };
    }

    private static int Number(IReadOnlyList<string> arguments, ref int index, int least) =>
        ++index < arguments.Count
        && int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
            ? number
            : throw new FormatException($"{arguments[index - 1]} needs a whole number of {least} or more.");
}
