using LogArchiver.Checkpoint;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;

namespace LogArchiver.Upload;

/// <summary>Tells the faults that look as if another run works on the same day; whether it does, the manifest says.</summary>
internal static class LostRace
{
    /// <summary>Whether it is one: a condition of ours no longer held, an object was replaced while it was being read, or whoever sealed the day has put our upload away.</summary>
    public static bool MayBe(Exception problem) =>
        problem is SealedMeanwhileException or OvertakenException or StoredDifferentlyException or DamagedArchiveException
            or ServiceFaultException { Code: "NoSuchUpload" or "ConditionalRequestConflict" };
}
