using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Writes the files of an export: <c>{prefix}/{task}/{stream, / as -}/000000.gz</c>, lines <c>time message</c>, messages of several
/// lines as they are. Order is not promised by the service, and not kept here: of each stream the later half comes first.</summary>
internal sealed class ExportWriter(IExportBucket bucket, int fileEvents)
{
    public void Write(LocalExport task, DateTimeOffset now)
    {
        foreach (var stream in task.Group.Content.StreamsFrom("", _ => long.MaxValue))
        {
            var order = task.Group.Content.OfStream(stream.Name)!;
            var low = order.PlaceOfTime(Math.Max(task.From, task.Group.ExpiryEdge(now)));
            var high = Math.Max(low, order.PlaceOfTime(task.To + 1));
            var middle = low + ((high - low) / 2);
            var files = Ranges(middle, high).Concat(Ranges(low, middle));
            var folder = $"{task.Prefix}/{task.Id}/{stream.Name.Replace('/', '-')}";
            foreach (var (number, (from, to)) in files.Index())
            {
                bucket.Write(task.Bucket, string.Create(CultureInfo.InvariantCulture, $"{folder}/{number:D6}.gz"), Pack(order, from, to));
            }
        }
    }

    private IEnumerable<(long From, long To)> Ranges(long from, long to)
    {
        for (var start = from; start < to; start += fileEvents)
        {
            yield return (start, Math.Min(to, start + fileEvents));
        }
    }

    private static byte[] Pack(IEventOrder order, long from, long to)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var page = new PageWriter())
        {
            for (var place = from; place < to; place++)
            {
                page.Length = 0;
                order.Write(place, page, EventShape.OfStream);
                gzip.Write(Encoding.UTF8.GetBytes(Line(order.TimestampAt(place), page.Written.Span)));
            }
        }

        return packed.ToArray();
    }

    private static string Line(long timestamp, ReadOnlySpan<byte> eventJson)
    {
        var mark = "\"message\":\""u8;
        var start = eventJson.IndexOf(mark) + mark.Length;
        var message = MessageText.Unescape(eventJson[start..^2]);
        return string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeMilliseconds(timestamp):yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {message}\n");
    }
}
