namespace LogArchiver.Ports;

/// <summary>A service, or the way to it, failed. Carries what the service itself said, and whether a retry could help.</summary>
public sealed class ServiceFaultException : Exception
{
    /// <summary>The code of an object whose bytes are not those of the checksum that the store keeps of it.</summary>
    public const string ChecksumMismatch = "ChecksumMismatch";

    /// <summary>Makes the fault.</summary>
    public ServiceFaultException(FaultKind kind, string service, string operation, string code, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Service = service;
        Operation = operation;
        Code = code;
    }

    /// <summary>What sort of fault it is.</summary>
    public FaultKind Kind { get; }

    /// <summary>Such as <c>CloudWatch Logs</c> or <c>S3</c>.</summary>
    public string Service { get; }

    /// <summary>The API operation, such as <c>GetLogEvents</c>; the permission to grant has the same name in most cases.</summary>
    public string Operation { get; }

    /// <summary>The service's own code, such as <c>ThrottlingException</c>; for the network, the kind of failure.</summary>
    public string Code { get; }

    /// <summary>The service's id of the request, to quote to support; null when no answer came.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP status; null when no answer came. A throttled read of CloudWatch Logs has 400.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>What the operation was about: a group, a stream, a bucket or a key.</summary>
    public string? Subject { get; init; }

    /// <summary>What to do about it: a permission to grant, a setting to change; null when nobody knows.</summary>
    public string? Fix { get; init; }

    /// <summary>Whether the same request may succeed later, unchanged.</summary>
    public bool IsTransient => Kind is FaultKind.Throttled or FaultKind.Transient;
}

/// <summary>What sort of fault it is, and so what to do about it.</summary>
public enum FaultKind
{
    /// <summary>Wrong request or state: a retry gives the same answer.</summary>
    Permanent,

    /// <summary>Too many requests: slow down and ask again.</summary>
    Throttled,

    /// <summary>A fault of the server or the network: ask again.</summary>
    Transient,

    /// <summary>A permission is missing, or the credentials are wrong or have expired.</summary>
    AccessDenied,

    /// <summary>The group, stream, bucket or object is not there.</summary>
    NotFound,

    /// <summary>The service does not know the operation.</summary>
    NotSupported,
}
