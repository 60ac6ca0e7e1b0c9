using System.Runtime.InteropServices;

namespace LogArchiver.LocalAws.Logs;

/// <summary>An event to be put.</summary>
/// <param name="TimestampMs">When it happened: milliseconds since the Unix epoch.</param>
/// <param name="Message">Its text; lone surrogates are kept.</param>
/// <param name="IngestionMs">When it arrived: milliseconds since the Unix epoch; null: a second after it happened.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LocalEvent(long TimestampMs, string Message, long? IngestionMs = null);
