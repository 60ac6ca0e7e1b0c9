namespace LogArchiver.Export;

/// <summary>A day could not be exported, or what was exported cannot be read.</summary>
internal sealed class ExportException(string message) : Exception(message);
