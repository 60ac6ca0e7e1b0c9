using System.Globalization;
using System.Text;
using LogArchiver.Pack;
using LogArchiver.Read;

namespace LogArchiver.Bench;

/// <summary>What a page's messages are.</summary>
public enum SampleLines
{
    /// <summary>Structured logs: JSON within JSON, an escaped quote every dozen bytes.</summary>
    Json,

    /// <summary>Access log lines.</summary>
    Nginx,

    /// <summary>Exceptions with stack traces: newlines and tabs.</summary>
    JavaTraces,

    /// <summary>Sentences in Korean: three bytes a letter.</summary>
    Korean,
}

/// <summary>Pages as GetLogEvents would answer them: about 1 MB of log lines, from a seed.</summary>
internal static class SamplePages
{
    private const int PageBytes = 1 << 20;

    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "PUT", "DELETE"];
    private static readonly string[] Classes = ["orders.Service", "orders.Repository", "http.Filter", "pool.Connection", "cache.Region", "auth.Token"];
    private static readonly string[] Steps = ["handle", "invoke", "load", "commit", "acquire", "doFilter", "run"];
    private static readonly string[] Words = ["주문", "결제", "사용자", "요청을", "처리했습니다", "서버", "응답", "시간이", "초과되어", "다시", "시도합니다", "재고를", "확인하는", "동안", "오류가", "발생했습니다"];

    /// <summary>One page's JSON.</summary>
    public static byte[] Json(SampleLines lines, long startMs, int seed)
    {
        var random = new Random(seed);
        var json = new StringBuilder("{\"events\":[");
        var bytes = 0;
        for (var number = 0; bytes < PageBytes; number++)
        {
            var time = startMs + (number * 3);
            var message = Escaped(Message(lines, time, random));
            var start = json.Length;
            json.Append(number > 0 ? "," : "");
            json.Append(CultureInfo.InvariantCulture, $"{{\"ingestionTime\":{time + 900},\"message\":\"{message}\",\"timestamp\":{time}}}");
            bytes += Encoding.UTF8.GetByteCount(json.ToString(start, json.Length - start));
        }

        return Encoding.UTF8.GetBytes(json.Append("],\"nextForwardToken\":\"f/1\",\"nextBackwardToken\":\"b/1\"}").ToString());
    }

    private static readonly PagePool Pool = new();

    /// <summary>The page, parsed out of a rented copy as the client would do it.</summary>
    public static EventPage Parse(byte[] json)
    {
        var rented = Pool.RentBody(json.Length);
        json.CopyTo(rented, 0);
        return EventPage.Parse(rented, json.Length, sentToken: null, Pool);
    }

    private static string Escaped(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var target = new byte[JsonText.MostEscapedBytes(plain.Length)];
        return Encoding.UTF8.GetString(target, 0, JsonText.Escape(plain, target));
    }

    private static string Message(SampleLines lines, long time, Random random) => lines switch
    {
        SampleLines.Json =>
            $"{{\"level\":\"info\",\"requestId\":\"{random.NextInt64():x16}{random.NextInt64():x16}\",\"method\":\"{Pick(Methods, random)}\",\"path\":\"/api/items/{random.Next(100_000)}\",\"status\":200,\"ms\":{random.Next(900)},\"user\":\"u-{random.Next(5000)}\",\"message\":\"request completed\"}}",
        SampleLines.Nginx =>
            $"10.{random.Next(256)}.{random.Next(256)}.17 - - [{DateTimeOffset.FromUnixTimeMilliseconds(time):dd/MMM/yyyy:HH:mm:ss} +0000] \"{Pick(Methods, random)} /shop/items/{random.Next(100_000)}?page={random.Next(9)} HTTP/1.1\" 200 {random.Next(20_000)} \"-\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\"",
        SampleLines.JavaTraces => Trace(random),
        _ => string.Join(' ', Enumerable.Range(0, 12).Select(_ => Pick(Words, random))) + $" ({random.Next(900)} ms)",
    };

    private static string Trace(Random random)
    {
        var text = new StringBuilder($"ERROR [worker-{random.Next(32)}] java.lang.IllegalStateException: order {random.Next(1_000_000)} is closed\n");
        for (var frame = random.Next(8, 30); frame > 0; frame--)
        {
            text.Append(CultureInfo.InvariantCulture, $"\tat com.example.{Pick(Classes, random)}.{Pick(Steps, random)}(Service.java:{random.Next(900)})\n");
        }

        return text.ToString();
    }

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];
}
