namespace LogArchiver.LocalAws.Logs;

/// <summary>Events of one stream, or of several interleaved, in the service's order: timestamp, ingestion time, order of
/// putting. A view of one moment: what is put later is not in it.</summary>
/// <remarks>Each event has a number of its own in its group, by which a token can find its place again, whatever has been put
/// around it meanwhile.</remarks>
internal interface IEventOrder
{
    /// <summary>How many events there are.</summary>
    long Count { get; }

    /// <summary>The place of the first event at or after a time, or <see cref="Count"/>.</summary>
    long PlaceOfTime(long timestamp);

    /// <summary>The place of the event with this number, or the place it would have.</summary>
    long PlaceOfNumber(long number);

    /// <summary>The number of the event at a place.</summary>
    long NumberAt(long place);

    /// <summary>The timestamp of the event at a place, milliseconds since the Unix epoch.</summary>
    long TimestampAt(long place);

    /// <summary>Writes the event at a place.</summary>
    /// <returns>The UTF-8 bytes of its message, as the service counts them.</returns>
    int Write(long place, PageWriter page, EventShape shape);

    /// <summary>Whether the message at a place holds all the terms.</summary>
    bool Matches(long place, FilterTerms terms);
}

/// <summary>The two shapes of an event.</summary>
internal enum EventShape
{
    /// <summary>GetLogEvents: without stream and id.</summary>
    OfStream,

    /// <summary>FilterLogEvents: with both.</summary>
    OfGroup,
}
