using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Runtime;

/// <summary>Takes a payload in, up to Lambda's limit.</summary>
internal static class PayloadReader
{
    /// <summary>6 MiB and a little for the envelope: what Lambda says when more is sent.</summary>
    public const int MostBytes = 6_291_556;

    /// <summary>The payload; null when it is larger than allowed (the rest is read and dropped, so that the client can hear the answer).</summary>
    public static async Task<byte[]?> TryReadAsync(HttpRequest request, int mostBytes)
    {
        var kept = new MemoryStream();
        var buffer = new byte[1 << 16];
        var tooLarge = false;
        int count;
        while ((count = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            tooLarge |= kept.Length + count > mostBytes;
            if (!tooLarge)
            {
                kept.Write(buffer, 0, count);
            }
        }

        return tooLarge ? null : kept.ToArray();
    }
}
