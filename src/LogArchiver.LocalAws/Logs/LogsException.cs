namespace LogArchiver.LocalAws.Logs;

/// <summary>A refusal, as the service words it. Nearly all of them are HTTP 400, throttling included (source: the API
/// reference's common errors and the pages of the operations).</summary>
internal sealed class LogsException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static LogsException InvalidParameter(string message) => new(400, "InvalidParameterException", message);

    public static LogsException NoSuchGroup() =>
        new(400, "ResourceNotFoundException", "The specified log group does not exist.");

    public static LogsException NoSuchStream() =>
        new(400, "ResourceNotFoundException", "The specified log stream does not exist.");

    public static LogsException Exists(string what) =>
        new(400, "ResourceAlreadyExistsException", $"The specified {what} already exists");

    public static LogsException Serialization(string message) => new(400, "SerializationException", message);

    public static LogsException Throttled() => new(400, "ThrottlingException", "Rate exceeded");

    /// <summary>Wording of the service's validation, such as of <c>limit</c>.</summary>
    public static LogsException Constraint(string member, string value, string constraint) => InvalidParameter(
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must {constraint}");
}
