using System.Buffers.Text;
using System.Text;

namespace LogArchiver.LocalAws.Logs;

/// <summary>Makes up the message of an event from its number, straight in the JSON spelling of a page.</summary>
internal sealed class SyntheticMessages(SyntheticSpec spec)
{
    private const int FillerBytes = 1 << 16;

    private static readonly byte[][] Methods = Bytes("GET", "GET", "GET", "POST", "PUT", "DELETE");
    private static readonly byte[][] Levels = Bytes("INFO", "INFO", "INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR");
    private static readonly byte[][] Services = Bytes("checkout", "catalog", "orders", "payments", "search", "accounts");
    private static readonly byte[][] Statuses = Bytes("200", "200", "200", "200", "201", "204", "304", "404", "500");
    private static readonly byte[][] Agents = Bytes("Mozilla/5.0 (X11; Linux x86_64)", "curl/8.9.1", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)", "ELB-HealthChecker/2.0");
    private static readonly byte[][] Words = Bytes("order", "accepted", "by", "the", "queue", "after", "retry", "from", "cache", "user", "session", "renewed", "batch", "of", "items", "written");
    private static readonly byte[] Filler = MakeFiller();

    /// <summary>Writes the message of event <paramref name="number"/>.</summary>
    /// <returns>Its bytes once unescaped.</returns>
    public int Write(PageWriter page, long number, long timestamp)
    {
        var start = page.Length;
        var chance = Mixer.Mix((ulong)number + ((ulong)(uint)spec.Seed << 40));
        var escapes = spec.Kind switch
        {
            SyntheticMessageKind.Json => Json(page, chance, timestamp, start),
            SyntheticMessageKind.Nginx => Nginx(page, chance, timestamp, start),
            _ => Text(page, chance, timestamp, start),
        };
        return page.Length - start - escapes;
    }

    private int Json(PageWriter page, ulong chance, long timestamp, int start)
    {
        page.Raw("{\\\"time\\\":\\\""u8);
        Time(page, timestamp);
        page.Raw("\\\",\\\"level\\\":\\\""u8);
        page.Raw(Pick(Levels, chance));
        page.Raw("\\\",\\\"service\\\":\\\""u8);
        page.Raw(Pick(Services, chance >> 8));
        page.Raw("\\\",\\\"requestId\\\":\\\""u8);
        Hex(page, chance);
        page.Raw("\\\",\\\"method\\\":\\\""u8);
        page.Raw(Pick(Methods, chance >> 16));
        page.Raw("\\\",\\\"path\\\":\\\"/api/v1/orders/"u8);
        page.Number((long)(chance >> 24) & 0xFFFFF);
        page.Raw("\\\",\\\"status\\\":"u8);
        page.Raw(Pick(Statuses, chance >> 32));
        page.Raw(",\\\"durationMs\\\":"u8);
        page.Number((long)(chance >> 40) & 0x3FF);
        page.Raw(",\\\"message\\\":\\\""u8);
        page.Raw(Pick(Words, chance >> 48));
        page.Raw(" "u8);
        page.Raw(Pick(Words, chance >> 52));

        // Two quotes around each of nine names and seven texts, each with a backslash that is not the message's own.
        const int escapes = 32;
        Fill(page, chance, start, escapes - 1, ending: 2);
        page.Raw("\\\"}"u8);
        return escapes;
    }

    private int Nginx(PageWriter page, ulong chance, long timestamp, int start)
    {
        page.Raw("10."u8);
        page.Number((long)chance & 0xFF);
        page.Raw("."u8);
        page.Number((long)(chance >> 8) & 0xFF);
        page.Raw(".17 - - ["u8);
        Time(page, timestamp);
        page.Raw("] \\\""u8);
        page.Raw(Pick(Methods, chance >> 16));
        page.Raw(" /shop/items/"u8);
        page.Number((long)(chance >> 24) & 0xFFFFF);
        Fill(page, chance, start, 1, ending: 90);
        page.Raw(" HTTP/1.1\\\" "u8);
        page.Raw(Pick(Statuses, chance >> 32));
        page.Raw(" "u8);
        page.Number((long)(chance >> 40) & 0x3FFF);
        page.Raw(" \\\"-\\\" \\\""u8);
        page.Raw(Pick(Agents, chance >> 56));
        page.Raw("\\\""u8);
        return 6;
    }

    private int Text(PageWriter page, ulong chance, long timestamp, int start)
    {
        Time(page, timestamp);
        page.Raw(" ["u8);
        page.Raw(Pick(Services, chance >> 8));
        page.Raw("] "u8);
        page.Raw(Pick(Levels, chance));
        page.Raw(" request "u8);
        Hex(page, chance);
        page.Raw(" took "u8);
        page.Number((long)(chance >> 40) & 0x3FF);
        page.Raw(" ms: "u8);
        page.Raw(Pick(Words, chance >> 48));
        page.Raw(" "u8);
        page.Raw(Pick(Words, chance >> 52));
        Fill(page, chance, start, 0, ending: 0);
        return 0;
    }

    private void Fill(PageWriter page, ulong chance, int start, int escapes, int ending)
    {
        var missing = spec.MessageBytes - ending - (page.Length - start - escapes);
        while (missing > 0)
        {
            var offset = (int)(chance & ((FillerBytes / 2) - 1));
            var piece = Filler.AsSpan(offset, Math.Min(missing, FillerBytes / 2));
            page.Raw(piece);
            missing -= piece.Length;
            chance = Mixer.Mix(chance);
        }
    }

    // "2026-11-19T00:00:00.0000000Z" less four digits.
    private static void Time(PageWriter page, long timestamp)
    {
        Utf8Formatter.TryFormat(DateTime.UnixEpoch.AddMilliseconds(timestamp), page.Room(32), out _, 'O');
        page.Length += 23;
        page.Raw("Z"u8);
    }

    private static void Hex(PageWriter page, ulong value)
    {
        Utf8Formatter.TryFormat(value, page.Room(16), out var bytes, new System.Buffers.StandardFormat('x', 16));
        page.Length += bytes;
    }

    private static byte[] Pick(byte[][] from, ulong chance) => from[(chance & 0xFF) % (ulong)from.Length];

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.ASCII.GetBytes)];

    private static byte[] MakeFiller()
    {
        var filler = new byte[FillerBytes];
        filler.AsSpan().Fill((byte)' ');
        var word = 1;
        for (var at = 1; at < filler.Length;)
        {
            var next = Pick(Words, Mixer.Mix((ulong)word++));
            var length = Math.Min(next.Length, filler.Length - at);
            next.AsSpan(0, length).CopyTo(filler.AsSpan(at));
            at += length + 1;
        }

        return filler;
    }
}
