using System.IO.Compression;
using System.Text;
using LogArchiver.Pack.Gzip;

namespace LogArchiver.Tests.Pack.Gzip;

/// <summary>Packs bytes as they come to a member in pieces, and unpacks them by the framework.</summary>
internal static class Packing
{
    /// <summary>The most that a piece may have here.</summary>
    public const int MostPiece = 100_000;

    /// <summary>The member of bytes that come in pieces as large as <paramref name="piece"/> says, at most <see cref="MostPiece"/>.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> bytes, Func<int> piece)
    {
        using var target = new MemoryStream();
        var member = new GzipMember(target);
        var start = member.ReadableBytes;
        var window = new byte[start + MostPiece];

        // What was never appended must not be taken for what was.
        Array.Fill(window, (byte)'x');
        while (bytes.Length > 0)
        {
            var next = bytes[..Math.Min(bytes.Length, piece())];
            next.CopyTo(window.AsSpan(start));
            var end = start + next.Length;
            member.Append(window, start, end);
            window.AsSpan(end - member.KeptBytes, member.KeptBytes).CopyTo(window.AsSpan(start - member.KeptBytes));
            bytes = bytes[next.Length..];
        }

        member.Finish();
        return target.ToArray();
    }

    /// <summary>The same in pieces as large as may be.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> bytes) => Pack(bytes, () => MostPiece);

    /// <summary>What is in the member.</summary>
    public static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var all = new MemoryStream();
        unpacked.CopyTo(all);
        return all.ToArray();
    }

    /// <summary>Log lines as this archive has them, made of a seed.</summary>
    public static byte[] Lines(int count)
    {
        var random = new Random(count);
        var lines = new StringBuilder();
        for (var number = 0; number < count; number++)
        {
            lines.Append($"{{\"timestamp\":\"2026-01-15T00:00:{number % 60:00}.{number % 1000:000}Z\",\"logStream\":\"web-{random.Next(20)}\",")
                .Append($"\"message\":\"{{\\\"level\\\":\\\"INFO\\\",\\\"requestId\\\":\\\"{random.NextInt64():x16}\\\",\\\"durationMs\\\":{random.Next(900)}}}\"}}\n");
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }
}
