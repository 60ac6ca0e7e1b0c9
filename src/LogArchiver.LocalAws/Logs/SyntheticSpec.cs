namespace LogArchiver.LocalAws.Logs;

/// <summary>What a made-up group holds. Its events are spread evenly over the window, and taken in turn by the streams.</summary>
public sealed record SyntheticSpec
{
    /// <summary>The same seed makes the same events.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many streams.</summary>
    public int Streams { get; init; } = 1;

    /// <summary>How many events each stream holds; or say <see cref="TotalBytes"/>.</summary>
    public long? EventsPerStream { get; init; }

    /// <summary>About how many bytes all messages together have; or say <see cref="EventsPerStream"/>.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>When the first event happens.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Before when the last event happens.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>What the messages look like.</summary>
    public SyntheticMessageKind Kind { get; init; } = SyntheticMessageKind.Json;

    /// <summary>Messages shorter than this are filled up to it; 0 leaves them as they are, 100 to 300 bytes by kind.</summary>
    public int MessageBytes { get; init; }
}

/// <summary>What made-up messages look like.</summary>
public enum SyntheticMessageKind
{
    /// <summary>A JSON object, as services log: its quotes are escaped on the wire.</summary>
    Json,

    /// <summary>A line of plain text; nothing is escaped.</summary>
    Text,

    /// <summary>A line of an access log in nginx's combined format.</summary>
    Nginx,
}
