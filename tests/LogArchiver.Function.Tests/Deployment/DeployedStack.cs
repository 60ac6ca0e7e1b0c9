using System.Collections.Concurrent;
using System.Text.Json;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>template.yaml as moto has it after a deployment; each choice of parameters is deployed once for all tests.</summary>
internal sealed class DeployedStack
{
    /// <summary>Every switch of the template on.</summary>
    public static readonly string[] Everything =
    [
        "Prefix=logs/", "KmsKey=create", "ObjectLock=COMPLIANCE", "ObjectLockDays=400", "StorageClass=INTELLIGENT_TIERING",
        "DaysToGlacierInstantRetrieval=90", "DaysToDeepArchive=400", "DaysToExpiry=2000", "KeepOldVersionsDays=7", "AlarmEmail=ops@example.com",
        "SetRetentionDays=30", "ReadLinkedAccounts=yes", "ExportTasks=yes", "ScheduleWindowMinutes=0", "ReserveConcurrency=yes", "LogGroups=/app/web,/app/api",
        "Schedule=cron(30 5 * * ? *)", "ScheduleTimeZone=Asia/Seoul", "TimeZone=Asia/Seoul", "DaysAgo=2", "MemoryMB=1024", "EphemeralStorageMB=10240",
    ];

    /// <summary>A bucket and a key that were there before.</summary>
    public static readonly string[] IntoExistingBucket =
        ["ExistingBucket=my-archive", "KmsKey=arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "Prefix=logs/"];

    private static readonly ConcurrentDictionary<string, Lazy<Task<DeployedStack>>> Known = new(StringComparer.Ordinal);

    private readonly JsonElement facts;

    private DeployedStack(JsonElement facts) => this.facts = facts;

    /// <summary>What the script says of one thing, such as <c>schedule</c>.</summary>
    public JsonElement this[string fact] => facts.GetProperty(fact);

    /// <summary>Whether it says anything of that.</summary>
    public bool Has(string fact) => facts.TryGetProperty(fact, out _);

    /// <summary>The template's properties of one resource, with these parameters.</summary>
    public JsonElement Resolved(string resource) => facts.GetProperty("resolved").GetProperty(resource);

    /// <summary>What CloudFormation would refuse; empty when it was deployed.</summary>
    public IReadOnlyList<string> Refused =>
        facts.TryGetProperty("refused", out var said) ? [.. said.EnumerateArray().Select(each => each.GetString()!)] : [];

    /// <summary>The function's environment.</summary>
    public IReadOnlyDictionary<string, string> FunctionEnvironment => facts.GetProperty("function").GetProperty("Environment").GetProperty("Variables")
        .EnumerateObject().ToDictionary(each => each.Name, each => each.Value.ToString(), StringComparer.Ordinal);

    /// <summary>Deploys with these parameters, as <c>Name=value</c>, and the defaults of all others.</summary>
    public static Task<DeployedStack> OfAsync(params string[] parameters) =>
        Known.GetOrAdd(string.Join('\n', parameters), _ => new(() => DeployAsync(parameters))).Value;

    private static async Task<DeployedStack> DeployAsync(string[] parameters)
    {
        var run = await CommandRun.OfAsync("python3", ["-B", "-W", "ignore", "tests/deployment/stack_in_moto.py", "template.yaml", .. parameters]);
        Assert.True(run.ExitCode == 0, run.Output);
        using var said = JsonDocument.Parse(run.Output.Split('\n').Last(line => line.StartsWith('{')));
        return new DeployedStack(said.RootElement.Clone());
    }
}
