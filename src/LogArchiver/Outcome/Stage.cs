namespace LogArchiver.Outcome;

/// <summary>The stages of the flow, in their order.</summary>
public enum Stage
{
    /// <summary>Turning the request into a plan.</summary>
    Plan,

    /// <summary>Finding the groups.</summary>
    Discover,

    /// <summary>Reading pages of events, and sorting them into runs on the way.</summary>
    Read,

    /// <summary>Merging the runs and packing the events, line by line, into the file.</summary>
    Pack,

    /// <summary>Sending the file.</summary>
    Upload,

    /// <summary>Looking for the manifest, and writing it.</summary>
    Seal,
}
