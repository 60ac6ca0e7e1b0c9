using LogArchiver.Soak.Days;
using LogArchiver.Soak.Processes;

namespace LogArchiver.Soak;

/// <summary>Runs day after day, tells how far it is, and says of a failure how to see it again.</summary>
public static class SoakProgram
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(10);

    /// <summary>Runs it.</summary>
    /// <returns>0 when every day was right, 1 when one was not, 2 for wrong arguments.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TimeProvider clock)
    {
        SoakOptions options;
        try
        {
            options = SoakOptions.Parse(arguments);
        }
        catch (FormatException wrong)
        {
            await output.WriteLineAsync(wrong.Message);
            return 2;
        }

        if (options.Help)
        {
            await output.WriteLineAsync(SoakOptions.Usage);
            return 0;
        }

        await output.WriteLineAsync($"Seed {options.Seed}, {(options.OnlyDay is { } only ? $"day {only}" : $"{options.Days:N0} days")}{(options.Processes ? ", through the function's process" : "")}");
        return await RunAsync(options, output, clock);
    }

    /// <summary>Runs the days of the options.</summary>
    public static async Task<int> RunAsync(SoakOptions options, TextWriter output, TimeProvider clock)
    {
        var totals = new SoakTotals();
        var (began, reported) = (clock.GetTimestamp(), clock.GetTimestamp());
        await using var processes = options.Processes ? await ProcessWorld.StartAsync(options.Seed, clock) : null;
        var numbers = options.OnlyDay is { } only ? [only] : Enumerable.Range(0, options.Days);
        foreach (var number in numbers)
        {
            try
            {
                await RunDayAsync(options, number, totals, processes);
            }
#pragma warning disable CA1031 // Whatever a day ends in, it is told with the line that runs it again.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                await output.WriteLineAsync($"Day {number} of seed {options.Seed} is wrong: {(problem is SoakException ? problem.Message : problem.ToString())}");
                await output.WriteLineAsync($"  Again: {options.Reproduce(number)}");
                await output.WriteLineAsync($"  Before: {totals}");
                return 1;
            }

            if (clock.GetElapsedTime(reported) >= BetweenReports)
            {
                reported = clock.GetTimestamp();
                await output.WriteLineAsync($"{clock.GetElapsedTime(began):hh\\:mm\\:ss}  {totals}");
            }
        }

        await output.WriteLineAsync($"All right after {clock.GetElapsedTime(began).TotalSeconds:F0} s, seed {options.Seed}: {totals}");
        return 0;
    }

    private static async Task RunDayAsync(SoakOptions options, int number, SoakTotals totals, ProcessWorld? processes)
    {
        var day = new DayCase(options.Seed, number);
        if (processes is not null)
        {
            await processes.RunAsync(day, totals);
            return;
        }

        using var memory = new MemoryDay(day, totals);
        await memory.RunAsync();
    }
}
