namespace LogArchiver.Pack;

/// <summary>A finished file in scratch space, and everything that was counted while it was written.</summary>
internal sealed record PackedFile
{
    public required string Path { get; init; }

    /// <summary>Length of the file.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>SHA-256 of the file, in small hexadecimal letters.</summary>
    public required string Sha256 { get; init; }

    /// <summary>CRC-32 of the file, base64.</summary>
    public required string Crc32 { get; init; }

    /// <summary>Bytes of the lines before compression.</summary>
    public required long RawBytes { get; init; }

    /// <summary>SHA-256 of the lines before compression, in small hexadecimal letters.</summary>
    public required string RawSha256 { get; init; }

    public required long Events { get; init; }

    /// <summary>Newlines in the lines: as many as events in ndjson, more where plain messages have several lines.</summary>
    public required long Lines { get; init; }

    /// <summary>The first event's timestamp in milliseconds; null when there is none.</summary>
    public required long? FirstMs { get; init; }

    /// <summary>The last event's timestamp in milliseconds; null when there is none.</summary>
    public required long? LastMs { get; init; }

    /// <summary>Distinct streams that had events.</summary>
    public required int Streams { get; init; }

    /// <summary>Whether <see cref="Streams"/> is exact, or only as far as counting went.</summary>
    public required bool StreamsExact { get; init; }
}
