namespace LogArchiver.Estimate;

/// <summary>What archiving some days takes. Estimates of several days add up.</summary>
public sealed record Workload
{
    /// <summary>Days.</summary>
    public int Days { get; init; }

    /// <summary>Events.</summary>
    public double Events { get; init; }

    /// <summary>Bytes of their messages, as CloudWatch Logs counts events.</summary>
    public double MessageBytes { get; init; }

    /// <summary>Bytes of the lines before compression.</summary>
    public double RawBytes { get; init; }

    /// <summary>Bytes of the files.</summary>
    public double StoredBytes { get; init; }

    /// <summary>The same where each file below 128 KiB is charged as one of 128 KiB, as some storage classes do.</summary>
    public double PaddedBytes { get; init; }

    /// <summary>Files: one for each day that has events.</summary>
    public int Files { get; init; }

    /// <summary>FilterLogEvents: pages of whole groups.</summary>
    public double GroupPages { get; init; }

    /// <summary>GetLogEvents: pages of single streams.</summary>
    public double StreamPages { get; init; }

    /// <summary>DescribeLogStreams.</summary>
    public double StreamListings { get; init; }

    /// <summary>Export tasks. Each takes two requests at least: to begin it, and to look at it.</summary>
    public int ExportTasks { get; init; }

    /// <summary>Requests to S3 that write.</summary>
    public double Puts { get; init; }

    /// <summary>Requests to S3 that read.</summary>
    public double Gets { get; init; }

    /// <summary>Seconds at the pace that is kept, one day after another.</summary>
    public double Seconds { get; init; }

    /// <summary>No work.</summary>
    public static Workload None { get; } = new();

    /// <summary>Requests to CloudWatch Logs.</summary>
    public double LogRequests => GroupPages + StreamPages + StreamListings + (2.0 * ExportTasks);

    /// <summary>Both, one after the other.</summary>
    public Workload And(Workload other) => new()
    {
        Days = Days + other.Days,
        Events = Events + other.Events,
        MessageBytes = MessageBytes + other.MessageBytes,
        RawBytes = RawBytes + other.RawBytes,
        StoredBytes = StoredBytes + other.StoredBytes,
        PaddedBytes = PaddedBytes + other.PaddedBytes,
        Files = Files + other.Files,
        GroupPages = GroupPages + other.GroupPages,
        StreamPages = StreamPages + other.StreamPages,
        StreamListings = StreamListings + other.StreamListings,
        ExportTasks = ExportTasks + other.ExportTasks,
        Puts = Puts + other.Puts,
        Gets = Gets + other.Gets,
        Seconds = Seconds + other.Seconds,
    };

    /// <summary>All of them, one after another.</summary>
    public static Workload Sum(IEnumerable<Workload> all) => all.Aggregate(None, (sum, one) => sum.And(one));
}
