using System.Text.Json;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Takes a batch, within all of its limits (source: the API reference of PutLogEvents).</summary>
internal sealed class PutLogEvents(GroupCatalog groups)
{
    private const int MostEvents = 10_000;
    private const int MostBatchBytes = 1_048_576;
    private const int MostEventBytes = 1_048_576;
    private const int BytesAroundMessage = 26;
    private static readonly TimeSpan LongestSpan = TimeSpan.FromHours(24);
    private static readonly TimeSpan OldestAccepted = TimeSpan.FromDays(14);
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromHours(2);

    public byte[] Answer(LogsRequest request)
    {
        var group = groups.OfName(request.Name("logGroupName") ?? throw LogsRequest.Missing("logGroupName"));
        var stream = LogsNames.CheckStream(request.Name("logStreamName") ?? throw LogsRequest.Missing("logStreamName"));
        var batch = ReadBatch(request);
        var content = GroupCatalog.Writable(group);
        var rejected = Rejected.Of(batch, groups.Now, group.ExpiryEdge(groups.Now));
        var arrived = new ArrivedEvents();
        foreach (var put in batch[rejected.FirstAccepted..rejected.EndAccepted])
        {
            var bytes = MessageText.EscapeAgain(request.Body.AsSpan(put.Start, put.Length), arrived.Messages);
            arrived.Add(put.Timestamp, groups.NowMs, bytes);
        }

        content.Put(stream, arrived);
        return LogsAnswer.Of(writer =>
        {
            // Sequence tokens are no longer looked at, but still come.
            writer.WriteString("nextSequenceToken", $"{content.StoredBytes:D56}");
            rejected.Write(writer);
        });
    }

    private static List<PutEvent> ReadBatch(LogsRequest request)
    {
        var batch = PutEvents.Read(request.Body);
        if (batch.Count is 0 or > MostEvents)
        {
            throw LogsException.Constraint("logEvents", $"{batch.Count} events", $"have length between 1 and {MostEvents}");
        }

        var bytes = 0L;
        for (var at = 0; at < batch.Count; at++)
        {
            var size = MessageText.CountBytes(request.Body.AsSpan(batch[at].Start, batch[at].Length));
            bytes += size + BytesAroundMessage;
            Check(size > 0, $"logEvents.{at + 1}.member.message must have length greater than or equal to 1");
            Check(size <= MostEventBytes, $"Log event too large: {size} bytes exceeds limit of {MostEventBytes}");
            Check(at == 0 || batch[at].Timestamp >= batch[at - 1].Timestamp, "Log events in a single PutLogEvents request must be in chronological order.");
        }

        Check(bytes <= MostBatchBytes, $"Upload too large: {bytes} bytes exceeds limit of {MostBatchBytes}");
        var span = batch[^1].Timestamp - batch[0].Timestamp;
        Check(span <= LongestSpan.TotalMilliseconds, "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        return batch;
    }

    private static void Check(bool met, string otherwise)
    {
        if (!met)
        {
            throw LogsException.InvalidParameter(otherwise);
        }
    }

    /// <summary>The batch is in order, so that what is refused lies at its ends.</summary>
    private readonly record struct Rejected(int TooOldEnd, int ExpiredEnd, int TooNewStart, int Count)
    {
        public int FirstAccepted => Math.Min(EndAccepted, Math.Max(TooOldEnd, ExpiredEnd));

        public int EndAccepted => TooNewStart;

        public static Rejected Of(List<PutEvent> batch, DateTimeOffset now, long expiryEdge)
        {
            var oldest = (now - OldestAccepted).ToUnixTimeMilliseconds();
            var newest = (now + FurthestAhead).ToUnixTimeMilliseconds();
            return new Rejected(
                batch.Count(put => put.Timestamp < oldest),
                batch.Count(put => put.Timestamp < expiryEdge),
                batch.Count(put => put.Timestamp <= newest),
                batch.Count);
        }

        public void Write(Utf8JsonWriter writer)
        {
            if (TooOldEnd == 0 && ExpiredEnd == 0 && TooNewStart == Count)
            {
                return;
            }

            writer.WriteStartObject("rejectedLogEventsInfo");
            if (TooNewStart < Count)
            {
                writer.WriteNumber("tooNewLogEventStartIndex", TooNewStart);
            }

            if (TooOldEnd > 0)
            {
                writer.WriteNumber("tooOldLogEventEndIndex", TooOldEnd);
            }

            if (ExpiredEnd > 0)
            {
                writer.WriteNumber("expiredLogEventEndIndex", ExpiredEnd);
            }

            writer.WriteEndObject();
        }
    }
}
