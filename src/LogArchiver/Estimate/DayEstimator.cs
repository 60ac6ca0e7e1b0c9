using LogArchiver.Plan;
using LogArchiver.Read;

namespace LogArchiver.Estimate;

/// <summary>What a day takes. Pure, and never less for a day that holds more, as long as the reader is the same.</summary>
/// <param name="region">The Region, whose quotas give the pace.</param>
/// <param name="paceShare">The share of them that is used, above 0 and at most 1.</param>
/// <param name="memoryMB">Memory of the function, in MiB: it gives the share of a processor.</param>
internal sealed class DayEstimator(string region, double paceShare, int memoryMB)
{
    /// <summary>A Lambda function gets one processor at so many MiB, and a share of it with less (source: Lambda developer guide, memory).</summary>
    private const double MemoryOfAProcessor = 1769;

    /// <summary>Bytes of pages that a second of a processor takes through the whole flow. The whole runs of bench/ take 219 to 381 million, on
    /// a machine that is not Lambda's; less is reckoned with, so that the time comes out long rather than short.</summary>
    private const double BytesOfAProcessorSecond = 150e6;

    /// <summary>Assumed: an answer of CloudWatch Logs. Until a reader has looked at <see cref="ProbePages"/> it asks for one page after another.</summary>
    private const double AnswerSeconds = 0.2;
    private const int ProbePages = 16;

    /// <summary>Assumed: what a day takes beside its pages, some six requests to S3 one after another.</summary>
    private const double OtherSeconds = 1;

    /// <summary>From this size on a file goes up in parts (see <c>PartSize</c>).</summary>
    private const double MultipartBytes = 16 << 20;
    private const double PartBytes = 8 << 20;
    private const double MostParts = 10_000;

    /// <summary>What an export takes in S3 at least: three states of its record and three listings, and of the service a file and the object
    /// by which it tries whether it may write; and for reading, the record in two invocations and the file. A file more for each stream
    /// that had events, and further ones where they are large: nobody says how many.</summary>
    private const int ExportPuts = 8;
    private const int ExportGets = 3;

    private const double PaddedTo = 128 << 10;

    /// <summary>A day that is archived.</summary>
    public Workload Archiving(DayVolume volume, DayRequests requests)
    {
        var hasFile = volume.Events > 0 || volume.RawBytes > 0;
        return Reading(volume, requests) with
        {
            Events = volume.Events,
            MessageBytes = volume.MessageBytes,
            RawBytes = volume.RawBytes,
            StoredBytes = volume.StoredBytes,
            PaddedBytes = hasFile ? Math.Max(volume.StoredBytes, PaddedTo) : 0,
            Files = hasFile ? 1 : 0,

            // The manifest, a listing of uploads that were left open, which costs as much as writing, and the file.
            Puts = 2 + (hasFile ? UploadRequests(volume.StoredBytes) : 0),

            // Whether there is a manifest, a checkpoint, and already a file.
            Gets = 2 + (hasFile ? 1 : 0),
        };
    }

    /// <summary>A day that is archived from an export, its wait for the task left out: that takes no invocation, and nobody says how long it is.</summary>
    public Workload Exporting(DayVolume volume)
    {
        var work = Archiving(volume, new DayRequests(ReaderKind.Export, 0, 0, 0));
        return work with { ExportTasks = 1, Puts = work.Puts + ExportPuts, Gets = work.Gets + ExportGets };
    }

    /// <summary>A day that is read again for late events. Few have any: the archived file is read beside, the manifest is written anew, and the
    /// file stays.</summary>
    public Workload Settling(DayVolume volume, DayRequests requests) => Reading(volume, requests) with { Puts = 2, Gets = 3 };

    /// <summary>A day that is sealed already: a look at its manifest.</summary>
    public static Workload Passing() => Workload.None with { Gets = 1 };

    private Workload Reading(DayVolume volume, DayRequests requests)
    {
        var alone = Math.Min(requests.GroupPages, ProbePages);
        var paced = (alone * Math.Max(AnswerSeconds, SecondsOf("FilterLogEvents")))
            + ((requests.GroupPages - alone) * SecondsOf("FilterLogEvents"))
            + (requests.StreamPages * SecondsOf("GetLogEvents"))
            + (requests.StreamListings * SecondsOf("DescribeLogStreams"));
        var computed = LineSizes.WireBytes(volume) / (BytesOfAProcessorSecond * Math.Min(1, memoryMB / MemoryOfAProcessor));
        return new Workload
        {
            Days = 1,
            GroupPages = requests.GroupPages,
            StreamPages = requests.StreamPages,
            StreamListings = requests.StreamListings,
            Seconds = OtherSeconds + Math.Max(paced, computed),
        };
    }

    private double SecondsOf(string operation) => 1 / (RequestQuotas.PerSecond(region, operation) * paceShare);

    // Beginning and completing are requests as well.
    private static double UploadRequests(double bytes) =>
        bytes < MultipartBytes ? 1 : 2 + Math.Min(Math.Ceiling(bytes / PartBytes), MostParts);
}
