using System.Runtime.InteropServices;

namespace LogArchiver.Scratch;

/// <summary>The pieces in which a <see cref="BlockFile"/> is written and read, and memory that begins and ends as they do.</summary>
internal static class Blocks
{
    /// <summary>Bytes of a block: a page of memory, and a multiple of the blocks of any file system that scratch space lies on.</summary>
    public const int Bytes = 4096;

    /// <summary>The least multiple of a block that is not less.</summary>
    public static int RoundUp(int bytes) => checked(bytes + Bytes - 1) & -Bytes;

    /// <summary>The largest multiple of a block that is not more.</summary>
    public static int RoundDown(int bytes) => bytes & -Bytes;

    /// <summary>Memory for at least so many bytes, whatever is in it: whole blocks, at least one. It does not move, and begins at a multiple of
    /// a block's length.</summary>
    public static ArraySegment<byte> Allocate(int bytes)
    {
        var length = RoundUp(Math.Max(bytes, 1));
        var array = GC.AllocateUninitializedArray<byte>(length + Bytes, pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        return new ArraySegment<byte>(array, (int)(-address & (Bytes - 1)), length);
    }
}
