using System.Globalization;
using System.Text;
using System.Text.Json;
using LogArchiver.Pack;

namespace LogArchiver.Checkpoint;

/// <summary>How a checkpoint is stored: a line of text with the two lengths and a checksum, the JSON, and the tail — the packed
/// bytes that are too few for a part. What is torn is recognised rather than believed.</summary>
internal static class CheckpointFormat
{
    private const string Mark = "LogArchiver checkpoint 1";

    /// <summary>Lays it out.</summary>
    public static byte[] Format(DayCheckpoint checkpoint, ReadOnlySpan<byte> tail)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(checkpoint, CheckpointJson.Default.DayCheckpoint);
        var head = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Mark} {json.Length} {tail.Length} {Checksum(json, tail)}\n"));
        return [.. head, .. json, .. tail];
    }

    /// <summary>Takes it apart; false when it is torn, foreign or of another version.</summary>
    public static bool TryParse(ReadOnlySpan<byte> stored, out DayCheckpoint checkpoint, out byte[] tail)
    {
        (checkpoint, tail) = (null!, []);
        var headEnd = stored.IndexOf((byte)'\n');
        if (headEnd < 0 || Encoding.ASCII.GetString(stored[..headEnd]).Split(' ') is not [.. var mark, var jsonText, var tailText, var checksum]
            || string.Join(' ', mark) != Mark
            || !int.TryParse(jsonText, NumberStyles.None, CultureInfo.InvariantCulture, out var jsonBytes)
            || !int.TryParse(tailText, NumberStyles.None, CultureInfo.InvariantCulture, out var tailBytes)
            || stored.Length != headEnd + 1L + jsonBytes + tailBytes)
        {
            return false;
        }

        var json = stored.Slice(headEnd + 1, jsonBytes);
        tail = stored[(headEnd + 1 + jsonBytes)..].ToArray();
        if (Checksum(json, tail) != checksum)
        {
            return false;
        }

        try
        {
            checkpoint = JsonSerializer.Deserialize(json, CheckpointJson.Default.DayCheckpoint)!;
            return checkpoint is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Checksum(ReadOnlySpan<byte> json, ReadOnlySpan<byte> tail)
    {
        var crc = new Crc32();
        crc.Append(json);
        crc.Append(tail);
        return crc.Base64;
    }
}
