namespace LogArchiver.Estimate;

/// <summary>What a whole day of a group holds on average, as far as can be told, and how that is known.</summary>
public sealed record DayVolume
{
    /// <summary>What it stands on.</summary>
    public required VolumeBasis Basis { get; init; }

    /// <summary>How many days that covers: manifests read, days whose bytes the group holds, or days sampled.</summary>
    public required int BasisDays { get; init; }

    /// <summary>Events.</summary>
    public required double Events { get; init; }

    /// <summary>Bytes of their messages, UTF-8.</summary>
    public required double MessageBytes { get; init; }

    /// <summary>Bytes of the lines that they become.</summary>
    public required double RawBytes { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required double StoredBytes { get; init; }

    /// <summary>Pages of a whole group's events that hold the day: at least one.</summary>
    public required double Pages { get; init; }

    /// <summary>Nothing at all: a day without events, which still takes a page to find out.</summary>
    public static DayVolume Empty { get; } = new()
    {
        Basis = VolumeBasis.Facts, BasisDays = 0, Events = 0, MessageBytes = 0, RawBytes = 0, StoredBytes = 0, Pages = 1,
    };

    /// <summary>A part of the day, from 0 to 1, as if its events were spread evenly.</summary>
    public DayVolume Part(double share) => this with
    {
        Events = Events * share,
        MessageBytes = MessageBytes * share,
        RawBytes = RawBytes * share,
        StoredBytes = StoredBytes * share,
        Pages = Math.Max(1, Pages * share),
    };
}

/// <summary>What an estimate stands on, the best first.</summary>
public enum VolumeBasis
{
    /// <summary>What can only be so: a day before its group was made is empty.</summary>
    Facts,

    /// <summary>The manifests of the group's own archived days: what days like these came to.</summary>
    Manifests,

    /// <summary>A few pages read here and there.</summary>
    Sample,

    /// <summary>The bytes that the service says the group holds, divided by the days it holds.</summary>
    HeldBytes,
}
