using System.Globalization;
using LogArchiver.Plan;

namespace LogArchiver.Cli.Demo.Samples;

/// <summary>A Java service: an event is a line, or a line and the stack trace below it.</summary>
internal static class OrderService
{
    private const int EventsPerStream = 3_000;

    public static SampleGroup Make(TimeWindow window, Random random)
    {
        var streams = Enumerable.Range(0, 2).Select(i => new SampleStream(
            $"orders-{i}.{random.Hex(10)}",
            [.. Arrivals.Over(window, EventsPerStream, random).Select(at => new SampleEvent(at, Entry(at, random)))]));
        return new SampleGroup(
            "/demo/java/orders", "Java service with stack traces",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "orders", ["archive"] = "daily" }, [.. streams]);
    }

    private static string Entry(long at, Random random)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture);
        var thread = $"[http-nio-8080-exec-{random.Next(1, 17)}]";
        var order = random.Next(100_000, 999_999);
        return random.Next(100) switch
        {
            0 => $"{time} ERROR {thread} c.e.orders.PaymentClient - Payment of order {order} failed\n{PaymentTrace(random)}",
            1 => $"{time} ERROR {thread} c.e.orders.OrderController - Order {order} refused\n{NullTrace(random)}",
            < 6 => $"{time} WARN  {thread} c.e.orders.StockClient - Stock of order {order} took {random.Next(800, 4_000)} ms, limit is 750 ms",
            < 40 => $"{time} INFO  {thread} c.e.orders.OrderService - Order {order} accepted: {random.Next(1, 9)} items, {random.Next(5, 900)}.{random.Next(10, 99)} EUR",
            < 70 => $"{time} INFO  {thread} c.e.orders.OrderService - Order {order} paid",
            _ => $"{time} INFO  {thread} c.e.orders.ShippingJob - Order {order} handed to carrier, tracking {random.Hex(12).ToUpperInvariant()}",
        };
    }

    private static string PaymentTrace(Random random) => $"""
        com.example.orders.PaymentException: gateway did not answer
        	at com.example.orders.PaymentClient.charge(PaymentClient.java:{random.Next(80, 140)})
        	at com.example.orders.OrderService.pay(OrderService.java:211)
        	at com.example.orders.OrderController.post(OrderController.java:64)
        	at java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)
        	at org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)
        	at java.base/java.lang.Thread.run(Thread.java:1583)
        Caused by: java.net.SocketTimeoutException: Read timed out
        	at java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)
        	at java.base/java.net.Socket$SocketInputStream.read(Socket.java:1099)
        	... 41 more
        """;

    private static string NullTrace(Random random) => $"""
        java.lang.NullPointerException: Cannot invoke "com.example.orders.Address.country()" because "<local4>" is null
        	at com.example.orders.TaxRules.rateOf(TaxRules.java:{random.Next(30, 90)})
        	at com.example.orders.OrderService.price(OrderService.java:148)
        	at com.example.orders.OrderController.post(OrderController.java:58)
        	... 38 more
        """;
}
