using System.Text;

namespace LogArchiver.LocalAws.Logs;

/// <summary>The made-up events of some streams (null: of all) in order. With k streams chosen, place p is event p / k of the
/// chosen stream p % k.</summary>
internal sealed class SyntheticOrder(SyntheticContent content, int streams, int[]? chosen) : IEventOrder
{
    private readonly int width = chosen?.Length ?? streams;

    public long Count => width * content.EventsPerStream;

    public long NumberAt(long place)
    {
        if (chosen is null)
        {
            return place;
        }

        var (row, column) = Math.DivRem(place, width);
        return (row * streams) + chosen[column];
    }

    public long TimestampAt(long place) => content.Times.Of(NumberAt(place));

    public long PlaceOfTime(long timestamp) => PlaceOfNumber(content.Times.FirstAtOrAfter(timestamp));

    public long PlaceOfNumber(long number)
    {
        if (chosen is null)
        {
            return Math.Min(number, Count);
        }

        var (row, stream) = Math.DivRem(number, streams);
        var column = Array.BinarySearch(chosen, (int)stream);
        return Math.Min((row * width) + (column < 0 ? ~column : column), Count);
    }

    public int Write(long place, PageWriter page, EventShape shape)
    {
        var number = NumberAt(place);
        var timestamp = content.Times.Of(number);
        Span<byte> name = stackalloc byte[32];
        var length = shape == EventShape.OfGroup ? Encoding.UTF8.GetBytes(SyntheticContent.NameOf(number % streams), name) : 0;
        page.BeginEvent(shape, timestamp, SyntheticTimes.IngestionOf(timestamp), name[..length], number);
        var bytes = content.Messages.Write(page, number, timestamp);
        page.EndEvent();
        return bytes;
    }

    public bool Matches(long place, FilterTerms terms)
    {
        var number = NumberAt(place);
        using var page = new PageWriter();
        content.Messages.Write(page, number, content.Times.Of(number));
        return terms.Match(MessageText.Unescape(page.Written.Span));
    }
}
