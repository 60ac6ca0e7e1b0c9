namespace LogArchiver.Sort;

/// <summary>What the events of one slice may take while they are sorted.</summary>
/// <param name="BufferBytes">Memory.</param>
/// <param name="RunBytes">Scratch space.</param>
internal readonly record struct SortRoom(int BufferBytes, long RunBytes);
