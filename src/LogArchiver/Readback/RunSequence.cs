using LogArchiver.Scratch;
using LogArchiver.Sort;

namespace LogArchiver.Readback;

/// <summary>Runs that follow one another in time, walked from a millisecond up to another. One file is open at a time.</summary>
/// <param name="runs">The runs, by time.</param>
/// <param name="startMs">The first millisecond.</param>
/// <param name="endMs">The first that is not wanted.</param>
/// <param name="bufferBytes">Bytes read ahead.</param>
internal sealed class RunSequence(IReadOnlyList<string> runs, long startMs, long endMs, int bufferBytes) : EventCursor
{
    private readonly ArraySegment<byte> buffer = Blocks.Allocate(bufferBytes);
    private RunReader? current;
    private int opened;

    public override ReadOnlySpan<byte> Stream => current!.Stream;

    public override ReadOnlySpan<byte> Message => current!.Message;

    public override bool MoveNext()
    {
        while (MoveInRuns())
        {
            if (current!.Timestamp >= endMs)
            {
                return false;
            }

            if (current.Timestamp >= startMs)
            {
                (Timestamp, IngestionTime, Position, EventId) = (current.Timestamp, current.IngestionTime, current.Position, current.EventId);
                return true;
            }
        }

        return false;
    }

    public override void Dispose() => current?.Dispose();

    private bool MoveInRuns()
    {
        while (current?.MoveNext() is not true)
        {
            if (opened == runs.Count)
            {
                return false;
            }

            current?.Dispose();
            current = new RunReader(runs[opened++], buffer, pastCache: false);
        }

        return true;
    }
}
