namespace LogArchiver.Pack;

/// <summary>Takes the lines of a file, as they are or compressed. It is given them where they were written, and looks back at what came before
/// them in the same place, so that nothing is copied on the way.</summary>
internal interface ILineTarget
{
    /// <summary>How many of the bytes before those appended must be what was appended before them.</summary>
    int KeptBytes { get; }

    /// <summary>How many bytes before those appended must be there to be read, whatever they are; not fewer.</summary>
    int ReadableBytes { get; }

    /// <summary>Takes the next bytes.</summary>
    /// <param name="window">Holds them and what comes before.</param>
    /// <param name="start">The first.</param>
    /// <param name="end">The end.</param>
    /// <exception cref="IOException">Scratch space is full or broken.</exception>
    void Append(byte[] window, int start, int end);

    /// <summary>Ends the contents; nothing may be appended after. The file stays open.</summary>
    /// <exception cref="IOException">Scratch space is full or broken.</exception>
    void Finish();
}

/// <summary>Lines that are stored as they are.</summary>
internal sealed class PlainLines(Stream target) : ILineTarget
{
    /// <inheritdoc/>
    public int KeptBytes => 0;

    /// <inheritdoc/>
    public int ReadableBytes => 0;

    /// <inheritdoc/>
    public void Append(byte[] window, int start, int end) => target.Write(window, start, end - start);

    /// <inheritdoc/>
    public void Finish() => target.Flush();
}
