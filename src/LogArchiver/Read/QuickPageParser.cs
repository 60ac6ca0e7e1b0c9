using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LogArchiver.Read;

/// <summary>Reads a page of the shape that the service sends, and gives up at anything else, which <see cref="EventPageParser"/>
/// then reads from the start. Nothing may therefore depend on it but time: what both understand, they understand alike.</summary>
internal static class QuickPageParser
{
    // Where a page's members lie, and those of an event: inside the page's object; inside it, the events and the event.
    private const int PageDepth = 1;
    private const int EventDepth = 3;

    /// <summary>Fills <paramref name="slots"/>; false where the page is for the full parser.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, ref EventSlot[] slots, out PageOutline outline)
    {
        try
        {
            return TryReadPage(new JsonCursor(json), ref slots, out outline);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The full parser will meet it again and say where in the page it is.
            outline = default;
            return false;
        }
    }

    private static bool TryReadPage(JsonCursor cursor, ref EventSlot[] slots, out PageOutline outline)
    {
        var count = 0;
        var hasEvents = false;
        string? token = null;
        outline = default;
        if (!cursor.Take('{'))
        {
            return false;
        }

        do
        {
            if (!cursor.TryTakeName(out var name))
            {
                return false;
            }

            if (name.SequenceEqual("events"u8))
            {
                hasEvents = TryReadEvents(ref cursor, ref slots, out count);
                if (!hasEvents)
                {
                    return false;
                }
            }
            else if (name.SequenceEqual("nextForwardToken"u8) || name.SequenceEqual("nextToken"u8))
            {
                token = cursor.TakeText();
            }
            else if (JsonCursor.IsPlain(name))
            {
                cursor.TakeAny(PageDepth);
            }
            else
            {
                return false;
            }
        }
        while (cursor.Take(','));

        outline = new PageOutline(count, token);
        return cursor.Take('}') && cursor.IsAtEnd && (hasEvents || token is not null);
    }

    private static bool TryReadEvents(ref JsonCursor cursor, ref EventSlot[] slots, out int count)
    {
        count = 0;
        if (!cursor.Take('['))
        {
            return false;
        }

        if (cursor.Take(']'))
        {
            return true;
        }

        do
        {
            if (count == slots.Length)
            {
                EventPageParser.Grow(ref slots);
            }

            if (!TryReadEvent(ref cursor, out slots[count]))
            {
                return false;
            }

            count++;
        }
        while (cursor.Take(','));
        return cursor.Take(']');
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryReadEvent(ref JsonCursor cursor, out EventSlot slot)
    {
        slot = default;
        long? timestamp = null;
        long? ingestionTime = null;
        JsonRange? message = null;
        JsonRange stream = default;
        JsonRange id = default;
        var isCanonical = false;
        if (!cursor.Take('{'))
        {
            return false;
        }

        do
        {
            if (!TryTakeMember(ref cursor, out var member))
            {
                return false;
            }

            var isTaken = true;
            switch (member)
            {
                case EventMember.Timestamp:
                    isTaken = cursor.TryTakeNumber(out var happened);
                    timestamp = happened;
                    break;
                case EventMember.Message:
                    isTaken = cursor.TryTakeString(out var range, out isCanonical);
                    message = range;
                    break;
                case EventMember.IngestionTime:
                    isTaken = cursor.TryTakeNumber(out var arrived);
                    ingestionTime = arrived;
                    break;
                case EventMember.Stream:
                    isTaken = cursor.TryTakeString(out stream, out _);
                    break;
                case EventMember.EventId:
                    isTaken = cursor.TryTakeString(out id, out _);
                    break;
                default:
                    cursor.TakeAny(EventDepth);
                    break;
            }

            if (!isTaken)
            {
                return false;
            }
        }
        while (cursor.Take(','));
        if (timestamp is not { } time || message is not { } found || !cursor.Take('}'))
        {
            return false;
        }

        slot = new EventSlot(time, ingestionTime ?? time, found, stream, id, isCanonical);
        return true;
    }

    /// <summary>Takes the name of an event's member, as the service writes it or with white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTakeMember(ref JsonCursor cursor, out EventMember member)
    {
        member = cursor.Take("\"timestamp\":"u8) ? EventMember.Timestamp
            : cursor.Take("\"message\":"u8) ? EventMember.Message
            : cursor.Take("\"ingestionTime\":"u8) ? EventMember.IngestionTime
            : cursor.Take("\"logStreamName\":"u8) ? EventMember.Stream
            : cursor.Take("\"eventId\":"u8) ? EventMember.EventId
            : EventMember.Other;
        return member != EventMember.Other || TryTakeAnyMember(ref cursor, out member);
    }

    private static bool TryTakeAnyMember(ref JsonCursor cursor, out EventMember member)
    {
        member = EventMember.Other;
        if (!cursor.TryTakeName(out var name))
        {
            return false;
        }

        member = name.SequenceEqual("timestamp"u8) ? EventMember.Timestamp
            : name.SequenceEqual("message"u8) ? EventMember.Message
            : name.SequenceEqual("ingestionTime"u8) ? EventMember.IngestionTime
            : name.SequenceEqual("logStreamName"u8) ? EventMember.Stream
            : name.SequenceEqual("eventId"u8) ? EventMember.EventId
            : EventMember.Other;
        return member != EventMember.Other || JsonCursor.IsPlain(name);
    }

    private enum EventMember
    {
        Other,
        Timestamp,
        Message,
        IngestionTime,
        Stream,
        EventId,
    }
}
