namespace LogArchiver.Read;

/// <summary>Lays pace, retries and counting around a source.</summary>
public sealed class PacedLogSource;
