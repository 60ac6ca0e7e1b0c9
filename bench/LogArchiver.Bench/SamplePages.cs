using System.Buffers;
using System.Globalization;
using System.Text;
using LogArchiver.Read;

namespace LogArchiver.Bench;

/// <summary>Pages as GetLogEvents would answer them: about 1 MB of JSON log lines, from a seed.</summary>
internal static class SamplePages
{
    private const int PageBytes = 1 << 20;

    /// <summary>One page's JSON.</summary>
    public static byte[] Json(long startMs, int seed)
    {
        var random = new Random(seed);
        var json = new StringBuilder("{\"events\":[");
        for (var number = 0; json.Length < PageBytes; number++)
        {
            if (number > 0)
            {
                json.Append(',');
            }

            json.Append(CultureInfo.InvariantCulture, $"{{\"ingestionTime\":{startMs + (number * 3) + 900},\"message\":\"");
            json.Append(
                CultureInfo.InvariantCulture,
                $"{{\\\"level\\\":\\\"info\\\",\\\"requestId\\\":\\\"{random.NextInt64():x16}{random.NextInt64():x16}\\\",\\\"method\\\":\\\"GET\\\",\\\"path\\\":\\\"/api/items/{random.Next(100_000)}\\\",\\\"status\\\":200,\\\"ms\\\":{random.Next(900)},\\\"user\\\":\\\"u-{random.Next(5000)}\\\",\\\"message\\\":\\\"request completed\\\"}}");
            json.Append(CultureInfo.InvariantCulture, $"\",\"timestamp\":{startMs + (number * 3)}}}");
        }

        return Encoding.UTF8.GetBytes(json.Append("],\"nextForwardToken\":\"f/1\",\"nextBackwardToken\":\"b/1\"}").ToString());
    }

    /// <summary>The page, parsed out of a rented copy as the client would do it.</summary>
    public static EventPage Parse(byte[] json)
    {
        var rented = ArrayPool<byte>.Shared.Rent(json.Length);
        json.CopyTo(rented, 0);
        return EventPage.Parse(rented, json.Length, sentToken: null);
    }
}
