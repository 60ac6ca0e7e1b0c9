using System.Globalization;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Demo.Samples;

/// <summary>Three nginx containers in front of a shop, in the combined log format.</summary>
internal static class NginxAccess
{
    private const int EventsPerStream = 8_000;

    private static readonly string[] Pages =
    [
        "/", "/", "/search?q=lamp", "/search?q=desk+lamp&page=2", "/products/4711", "/products/1302", "/products/9027",
        "/cart", "/checkout", "/account/orders", "/help/returns",
    ];

    private static readonly string[] Assets =
        ["/static/app.4f2c91.js", "/static/app.77ab03.css", "/static/logo.svg", "/img/4711-small.webp", "/favicon.ico"];

    private static readonly string[] Scans = ["/wp-login.php", "/.env", "/phpmyadmin/index.php", "/.git/config"];

    private static readonly string[] Browsers =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ];

    public static SampleGroup Make(TimeWindow window, Random random)
    {
        var streams = Enumerable.Range(1, 3).Select(i => new SampleStream(
            $"web-{i}/nginx",
            [.. Arrivals.Over(window, EventsPerStream, random).Select(at => new SampleEvent(at, Line(at, random)))]));
        return new SampleGroup(
            "/demo/nginx/access", "nginx access log",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "web", ["archive"] = "daily" }, [.. streams]);
    }

    private static string Line(long at, Random random)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var (request, status, bytes) = random.Next(100) switch
        {
            < 2 => ($"GET {random.Pick<string>(Scans)}", 404, 153),
            < 3 => ("POST /checkout", 502, 157),
            < 6 => ("POST /cart", 303, 0),
            < 12 => ($"GET {random.Pick<string>(Assets)}", 304, 0),
            < 55 => ($"GET {random.Pick<string>(Assets)}", 200, random.Next(900, 190_000)),
            _ => ($"GET {random.Pick<string>(Pages)}", 200, random.Next(4_000, 60_000)),
        };
        var referrer = random.Next(3) == 0 ? "-" : "https://shop.example/";
        return $"{Address(random)} - - [{time}] \"{request} HTTP/1.1\" {status} {bytes} \"{referrer}\" \"{random.Pick<string>(Browsers)}\"";
    }

    // The three networks set aside for documentation (RFC 5737): nobody's address appears in the samples.
    private static string Address(Random random) =>
        $"{random.Pick<string>(["192.0.2", "198.51.100", "203.0.113"])}.{random.Next(1, 255)}";
}
