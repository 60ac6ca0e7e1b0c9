using FsCheck;
using FsCheck.Fluent;
using LogArchiver.Estimate;
using LogArchiver.Plan;

namespace LogArchiver.Tests.Estimate;

/// <summary>Days as a test needs them.</summary>
internal static class Volumes
{
    /// <summary>A day of so many bytes of messages of 200 bytes each, stored an eighth as large.</summary>
    public static DayVolume Of(double messageBytes) => new()
    {
        Basis = VolumeBasis.Manifests,
        BasisDays = 7,
        Events = messageBytes / 200,
        MessageBytes = messageBytes,
        RawBytes = messageBytes * 1.6,
        StoredBytes = messageBytes * 0.2,
        Pages = LineSizes.Pages(messageBytes / 200, messageBytes),
    };

    /// <summary>Requests of the group reader.</summary>
    public static DayRequests ByGroup(DayVolume volume) => new(ReaderKind.Group, volume.Pages, 0, 0);

    /// <summary>Sizes from nothing to a terabyte, small ones as often as large ones.</summary>
    public static Arbitrary<double> Sizes() => Gen.Choose(0, 1200).Select(power => power == 0 ? 0 : Math.Pow(10, power / 100.0)).ToArbitrary();
}
