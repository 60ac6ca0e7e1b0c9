namespace LogArchiver.Scratch;

/// <summary>There is no place for scratch files. The message says what to do about it.</summary>
/// <param name="inner">What the file system said.</param>
public sealed class ScratchUnusableException(Exception inner) : IOException(
    $"Scratch space cannot be used: {inner.Message}\n  Fix: set TMPDIR to a folder that may be written and has room; a function may "
    + "need more ephemeral storage.",
    inner);
