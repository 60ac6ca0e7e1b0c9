namespace LogArchiver.LocalAws.Logs;

/// <summary>Turns a number into one that looks like chance, the same one each time: the finishing step of SplitMix64
/// (Steele, Lea and Flood 2014).</summary>
internal static class Mixer
{
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A number for a text, the same in every process.</summary>
    public static int Of(string text)
    {
        var mixed = text.Aggregate(0UL, (sofar, letter) => Mix(sofar ^ letter));
        return (int)(mixed & int.MaxValue);
    }
}
