using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LogArchiver.Scratch;

/// <summary>Lets an open file be written and read past the kernel's cache: Linux's <c>O_DIRECT</c> (open(2)), which the framework has no word
/// for. Elsewhere, and on a file system that has no such thing, it says no.</summary>
internal static class CacheBypass
{
    private const int GetFlags = 3;
    private const int SetFlags = 4;

    /// <summary>From now on, addresses, lengths and places in the file must be multiples of a block.</summary>
    public static bool TryBegin(SafeFileHandle file) => TryChange(file, flags => flags | Flag);

    /// <summary>Goes back to the cache.</summary>
    public static bool TryEnd(SafeFileHandle file) => TryChange(file, flags => flags & ~Flag);

    // The number differs from processor to processor (the kernel's fcntl.h); 0 where it is not known.
    private static int Flag => !OperatingSystem.IsLinux() ? 0 : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 0x4000,
        Architecture.Arm64 => 0x10000,
        _ => 0,
    };

    private static bool TryChange(SafeFileHandle file, Func<int, int> change)
    {
        if (Flag == 0)
        {
            return false;
        }

        try
        {
            var flags = Control(file, GetFlags, 0);
            return flags >= 0 && Control(file, SetFlags, change(flags)) == 0;
        }
        catch (Exception problem) when (problem is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, int argument);
}
