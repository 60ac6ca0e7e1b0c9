namespace LogArchiver.LocalAws.Faults;

/// <summary>One thing that goes wrong, and when. A rule with none of <see cref="Nth"/>, <see cref="EveryNth"/> and
/// <see cref="Probability"/> strikes at every request it fits.</summary>
public sealed record FaultRule
{
    /// <summary>Which requests it fits: an operation such as <c>GetLogEvents</c> or <c>UploadPart</c>; <c>Logs</c>, <c>S3</c> or
    /// <c>Runtime</c> for all of a service; <c>*</c> for all.</summary>
    public required string Operation { get; init; }

    /// <summary>What happens.</summary>
    public required FaultEffect Effect { get; init; }

    /// <summary>Fits only if the request names something that contains this: the path of an S3 request, the body of a Logs one.</summary>
    public string? KeyContains { get; init; }

    /// <summary>Strikes at the nth fitting request alone, counted from 1.</summary>
    public int? Nth { get; init; }

    /// <summary>Strikes at every nth fitting request.</summary>
    public int? EveryNth { get; init; }

    /// <summary>Strikes with this probability, 0 to 1, drawn from the seed.</summary>
    public double? Probability { get; init; }

    /// <summary>Strikes so often and then no more; null: for ever.</summary>
    public int? Times { get; init; }

    /// <summary>The HTTP status of <see cref="FaultEffect.Error"/>.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The error code of <see cref="FaultEffect.Error"/> and <see cref="FaultEffect.OkWithError"/>.</summary>
    public string Code { get; init; } = "InternalError";

    /// <summary>How long <see cref="FaultEffect.Delay"/> waits, on the server's clock.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads rules such as <c>GetLogEvents:throttle:every=5</c>.</summary>
    /// <exception cref="FormatException">Says which part is wrong and what is accepted.</exception>
    public static FaultRule Parse(string text) => FaultRuleText.Parse(text);
}

/// <summary>What a fault does to a request.</summary>
public enum FaultEffect
{
    /// <summary>Refuses it as the service does when its quota is used up: ThrottlingException (400), or SlowDown (503) for S3.</summary>
    Throttle,

    /// <summary>Refuses it with a status and a code.</summary>
    Error,

    /// <summary>Resets the connection before a byte is answered; nothing is done.</summary>
    Drop,

    /// <summary>Does the work, then resets the connection before a byte is answered.</summary>
    DropAfter,

    /// <summary>Does the work, announces the answer's whole length, sends about half of it and ends the connection.</summary>
    Truncate,

    /// <summary>Waits on the server's clock, then serves it as usual.</summary>
    Delay,

    /// <summary>Begins a page of events with the last two of the page before, as pages may overlap (source: an AWS SDK maintainer
    /// in boto/boto3#4472); other requests are served as usual.</summary>
    Repeat,

    /// <summary>Answers 200 with an error for a body, as S3 may for CompleteMultipartUpload and CopyObject (source: their API
    /// reference); nothing is done.</summary>
    OkWithError,
}
