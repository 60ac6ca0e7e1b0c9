namespace LogArchiver.Read;

/// <summary>A stream of a group, as DescribeLogStreams tells it.</summary>
/// <param name="Name">1–512 characters, anything but <c>:</c> and <c>*</c>.</param>
/// <param name="FirstEventMs">The oldest event's timestamp; null where the service gives none.</param>
/// <param name="LastEventMs">The newest event's timestamp, usually up to an hour behind; null where the service gives none.</param>
/// <param name="LastIngestionMs">When the newest event arrived, usually up to an hour behind; null where the service gives none.</param>
public sealed record LogStream(string Name, long? FirstEventMs = null, long? LastEventMs = null, long? LastIngestionMs = null);
