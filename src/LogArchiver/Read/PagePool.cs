namespace LogArchiver.Read;

/// <summary>The buffers of pages, to be used again: no more of them are kept than pages are in memory at one time, and none is much
/// larger than its page. The framework's shared pool knows only powers of two and keeps some for every core and every thread, which
/// for pages of 1.3 MB comes to tens of megabytes more.</summary>
internal sealed class PagePool
{
    /// <summary>Buffers kept, of bodies and of slots alike. What is given back beyond it is left to the collector.</summary>
    public const int MostKept = 16;

    // Pages differ a little in length; so much more lets one take the buffer of another.
    private const int BodyStep = 256 << 10;

    // A page holds at most 10,000 events (API reference of GetLogEvents and FilterLogEvents); most hold far fewer.
    private const int FirstSlots = 1024;

    private readonly Lock gate = new();
    private readonly List<byte[]> bodies = [];
    private readonly List<EventSlot[]> slots = [];
    private int usualSlots = FirstSlots;

    /// <summary>A buffer of at least so many bytes, whatever is in it.</summary>
    public byte[] RentBody(int bytes)
    {
        lock (gate)
        {
            return TakeSmallest(bodies, bytes)
                ?? GC.AllocateUninitializedArray<byte>((int)Math.Min(((long)bytes + BodyStep - 1) / BodyStep * BodyStep, Array.MaxLength));
        }
    }

    /// <summary>Slots for as many events as the fullest page so far had, whatever is in them.</summary>
    public EventSlot[] RentSlots()
    {
        lock (gate)
        {
            return TakeSmallest(slots, usualSlots) ?? GC.AllocateUninitializedArray<EventSlot>(usualSlots);
        }
    }

    /// <summary>Takes a buffer back, which its user must not touch any more.</summary>
    public void Return(byte[] body)
    {
        lock (gate)
        {
            Keep(bodies, body);
        }
    }

    /// <inheritdoc cref="Return(byte[])"/>
    public void Return(EventSlot[] rented)
    {
        lock (gate)
        {
            usualSlots = Math.Max(usualSlots, rented.Length);
            Keep(slots, rented);
        }
    }

    private static T[]? TakeSmallest<T>(List<T[]> kept, int length)
    {
        var best = -1;
        for (var index = 0; index < kept.Count; index++)
        {
            if (kept[index].Length >= length && (best < 0 || kept[index].Length <= kept[best].Length))
            {
                best = index;
            }
        }

        if (best < 0)
        {
            return null;
        }

        var taken = kept[best];
        kept.RemoveAt(best);
        return taken;
    }

    // One that is too small for today's pages would never be taken again: the oldest goes.
    private static void Keep<T>(List<T[]> kept, T[] buffer)
    {
        if (buffer.Length == 0)
        {
            return;
        }

        if (kept.Count == MostKept)
        {
            kept.RemoveAt(0);
        }

        kept.Add(buffer);
    }
}
