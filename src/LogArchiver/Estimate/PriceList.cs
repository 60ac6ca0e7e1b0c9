using System.Text.Json;
using System.Text.Json.Serialization;
using LogArchiver.Outcome;

namespace LogArchiver.Estimate;

/// <summary>What AWS charges, as of a date and in one Region. The one that is used where nobody gives another is embedded, and is
/// us-east-1's; prices change and differ by Region and by contract.</summary>
public sealed record PriceList
{
    // With more than that, sums would run out of the numbers there are.
    private const double Most = 1e9;

    /// <summary>When the prices were looked up.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The Region they are of.</summary>
    public required string Region { get; init; }

    /// <summary>The currency of every price, such as <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>Where they were taken from, as a person says it; null where nobody says.</summary>
    public string? Source { get; init; }

    /// <summary>The function.</summary>
    public required LambdaPrices Lambda { get; init; }

    /// <summary>Requests to S3.</summary>
    public required RequestPrices S3 { get; init; }

    /// <summary>The state machine.</summary>
    public required TransitionPrice StepFunctions { get; init; }

    /// <summary>Storage classes of S3, the one that objects are first stored in at the beginning.</summary>
    public required IReadOnlyList<StoragePrice> Storage { get; init; }

    /// <summary>Keeping events in CloudWatch Logs.</summary>
    public required LogStoragePrice CloudWatchLogs { get; init; }

    /// <summary>The embedded one.</summary>
    public static PriceList Usual()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("LogArchiver.Estimate.prices.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Parse(bytes.ToArray());
    }

    /// <summary>Reads a list in the form of the embedded one.</summary>
    /// <exception cref="BadPricesException">It is not of that form, or a price is below zero or beyond reason.</exception>
    public static PriceList Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var prices = JsonSerializer.Deserialize(json, PriceJson.Default.PriceList) ?? throw new BadPricesException("it holds nothing");
            return prices.Problem() is { } problem ? throw new BadPricesException(problem) : prices;
        }
        catch (JsonException problem)
        {
            throw new BadPricesException($"{JsonWords.Of(problem)}.", problem);
        }
    }

    private string? Problem()
    {
        if (Storage.Count == 0 || Storage.Contains(null!))
        {
            return "storage names no class, or nothing between two commas";
        }

        (string Name, double Value)[] all =
        [
            ("lambda.arm64PerGBSecond", Lambda.Arm64PerGBSecond), ("lambda.x86PerGBSecond", Lambda.X86PerGBSecond),
            ("lambda.perMillionInvocations", Lambda.PerMillionInvocations),
            ("stepFunctions.perThousandTransitions", StepFunctions.PerThousandTransitions),
            ("s3.putPerThousand", S3.PutPerThousand), ("s3.getPerThousand", S3.GetPerThousand),
            ("cloudWatchLogs.perGBMonth", CloudWatchLogs.PerGBMonth), ("cloudWatchLogs.storedShare", CloudWatchLogs.StoredShare),
            .. Storage.SelectMany(one => new[]
            {
                ($"{one.Name}: perGBMonth", one.PerGBMonth), ($"{one.Name}: minimumBytes", one.MinimumBytes),
                ($"{one.Name}: overheadBytes", one.OverheadBytes), ($"{one.Name}: movePerThousand", one.MovePerThousand),
            }),
        ];
        return all.Where(one => one.Value is < 0 or > Most).Select(one => $"{one.Name} is below zero, or above a billion").FirstOrDefault();
    }
}

/// <summary>What a function costs.</summary>
/// <param name="Arm64PerGBSecond">A second of 1 GiB of memory on arm64.</param>
/// <param name="X86PerGBSecond">The same on x86_64.</param>
/// <param name="PerMillionInvocations">A million invocations.</param>
public sealed record LambdaPrices(double Arm64PerGBSecond, double X86PerGBSecond, double PerMillionInvocations);

/// <summary>What requests to S3 cost in the class that objects are first stored in; deleting is free.</summary>
/// <param name="PutPerThousand">A thousand of PUT, POST, LIST.</param>
/// <param name="GetPerThousand">A thousand of GET, HEAD.</param>
public sealed record RequestPrices(double PutPerThousand, double GetPerThousand);

/// <summary>What the state machine costs beside its function.</summary>
/// <param name="PerThousandTransitions">A thousand steps from state to state, retries included, of a standard workflow.</param>
public sealed record TransitionPrice(double PerThousandTransitions);

/// <summary>What a storage class of S3 costs.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="PerGBMonth">A GB for a month.</param>
/// <param name="MinimumBytes">A smaller object costs as much as one of this size.</param>
/// <param name="OverheadBytes">What is charged beside each object for its entry.</param>
/// <param name="MovePerThousand">Moving a thousand objects there by a lifecycle rule.</param>
public sealed record StoragePrice(string Name, double PerGBMonth, long MinimumBytes, long OverheadBytes, double MovePerThousand);

/// <summary>What keeping events in CloudWatch Logs costs, their ingestion left out: that is paid in any case.</summary>
/// <param name="PerGBMonth">A GB, as it is stored, for a month.</param>
/// <param name="StoredShare">What the service charges of the size of the events, since it compresses them: AWS's own pricing calculator
/// takes 0.15.</param>
public sealed record LogStoragePrice(double PerGBMonth, double StoredShare);

/// <summary>A list of prices cannot be used.</summary>
public sealed class BadPricesException(string problem, Exception? inner = null) : Exception(problem, inner);

/// <summary>Reads price lists; an unknown field is a mistyped price, and an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(PriceList))]
internal sealed partial class PriceJson : JsonSerializerContext;
