namespace LogArchiver.LocalAws.Logs;

/// <summary>Whether a page comes whole, short or empty: the services promise no more than that there may be events. Decided by
/// the seed and the place, so that the same reading meets the same pages.</summary>
internal sealed class PageCut(int seed, bool cuts)
{
    // One page in six is empty, one in six is short.
    private const ulong Kinds = 6;

    // Then one comes with events, so that every reading ends.
    private const int MostEmptyInARow = 2;

    public bool IsEmpty(PageToken place) => cuts && place.Step < MostEmptyInARow && Draw(place) == 0;

    public bool IsShort(PageToken place) => cuts && Draw(place) == 1;

    private ulong Draw(PageToken place)
    {
        var mixed = Mixer.Mix((ulong)(place.Number ?? -1) ^ ((ulong)(uint)place.Subject << 32));
        return Mixer.Mix(mixed + (ulong)place.Step + ((ulong)(uint)seed << 16)) % Kinds;
    }
}
