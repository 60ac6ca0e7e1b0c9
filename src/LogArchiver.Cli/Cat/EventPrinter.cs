using System.Buffers;
using LogArchiver.Seal;
using NodaTime;

namespace LogArchiver.Cli.Cat;

/// <summary>Chooses how the lines of a day are printed.</summary>
internal static class EventPrinter
{
    /// <summary>The printer for a day.</summary>
    /// <param name="manifest">The day.</param>
    /// <param name="filter">Which events are wanted.</param>
    /// <param name="asStored">Print lines as they are stored.</param>
    /// <param name="toTerminal">Whether control characters would reach a terminal, and must not.</param>
    /// <exception cref="CommandException">The filter asks for what the day's format does not keep.</exception>
    public static ILinePrinter For(Manifest manifest, EventFilter filter, bool asStored, bool toTerminal)
    {
        if (manifest.Format != "ndjson")
        {
            return filter.AsksForStreams
                ? throw CommandException.BadInput($"--stream: the day is stored as {manifest.Format}, which keeps no stream names.")
                : new StoredLinePrinter(filter, toTerminal);
        }

        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(manifest.TimeZone) ?? DateTimeZone.Utc;
        return new EventLinePrinter(filter, zone, asStored, toTerminal);
    }
}

/// <summary>Prints lines of text and raw files as they are stored.</summary>
internal sealed class StoredLinePrinter(EventFilter filter, bool toTerminal) : ILinePrinter
{
    /// <inheritdoc/>
    public string? Print(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (filter.TakesMessage(line))
        {
            TerminalText.Write(line, output, toTerminal);
            output.Write("\n"u8);
        }

        // Any line is one of these.
        return null;
    }
}
