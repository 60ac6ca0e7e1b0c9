namespace LogArchiver.LocalAws.S3;

/// <summary>The order of a listing: that of the keys' UTF-8 bytes, which differs from UTF-16's for astral characters.</summary>
internal sealed class KeyOrder : IComparer<string>
{
    /// <summary>The one instance.</summary>
    public static readonly KeyOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    /// <summary>Surrogates stand for code points above all others.</summary>
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
