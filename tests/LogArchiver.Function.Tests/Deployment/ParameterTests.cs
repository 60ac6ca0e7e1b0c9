using System.Text.Json;
using LogArchiver.Retain;

namespace LogArchiver.Function.Tests.Deployment;

/// <summary>What makes no sense is refused before anything is made.</summary>
public sealed class ParameterTests
{
    /// <summary>How the refusal begins, and the parameters that cause it.</summary>
    private static readonly (string Reason, string[] Parameters)[] Senseless =
    [
        ("KmsKey is \"create\"", ["ExistingBucket=my-archive", "KmsKey=create"]),
        ("ObjectLock is for the bucket that the stack makes", ["ExistingBucket=my-archive", "ObjectLock=GOVERNANCE"]),
        ("StorageClass is for the bucket that the stack makes", ["ExistingBucket=my-archive", "StorageClass=GLACIER_IR"]),
        ("DaysTo... are for the bucket that the stack makes", ["ExistingBucket=my-archive", "DaysToExpiry=365"]),
        ("KeepOldVersionsDays is for the bucket that the stack makes", ["ExistingBucket=my-archive", "KeepOldVersionsDays=7"]),
        ("ObjectLockDays is set, but ObjectLock is off", ["ObjectLockDays=30"]),
        ("StorageClass is GLACIER_IR", ["StorageClass=GLACIER_IR", "DaysToInfrequentAccess=30"]),
        ("StorageClass is INTELLIGENT_TIERING", ["StorageClass=INTELLIGENT_TIERING", "DaysToInfrequentAccess=30"]),
        ("DaysToInfrequentAccess: 29", ["DaysToInfrequentAccess=29"]),
        ("DaysToDeepArchive: 61", ["DaysToDeepArchive=61"]),
        ("DaysToExpiry: 9", ["DaysToExpiry=9"]),
        ("KmsKey: alias/mine", ["KmsKey=alias/mine"]),
        ("Prefix: logs", ["Prefix=logs"]),
        ("Prefix: _logs/", ["Prefix=_logs/"]),
        ("Prefix: a*/", ["Prefix=a*/"]),
        ("SetRetentionDays: 1", ["SetRetentionDays=1"]),
        ("EphemeralStorageMB: 511", ["EphemeralStorageMB=511"]),
        ("AlarmEmail: nobody", ["AlarmEmail=nobody"]),
        ("LogGroups: ", ["LogGroups="]),
        ("BackfillConcurrency: 11", ["BackfillConcurrency=11"]),
        ("Schedule: daily", ["Schedule=daily"]),
    ];

    [NeedsCommandFact("The SAM translator is not installed (pip install aws-sam-translator)", "python3", "-c", "import samtranslator")]
    public async Task What_makes_no_sense_is_refused_and_the_reason_names_the_parameter()
    {
        var choices = Senseless.SelectMany(row => row.Parameters.Append("/"));
        var run = await CommandRun.OfAsync("python3", ["-B", "-W", "ignore", "tests/deployment/refusals.py", "template.yaml", .. choices]);
        Assert.True(run.ExitCode == 0, run.Output);
        using var said = JsonDocument.Parse(run.Output);
        Assert.Equal(Senseless.Length, said.RootElement.GetArrayLength());
        Assert.All(Senseless.Zip(said.RootElement.EnumerateArray()), pair => Assert.StartsWith(
            pair.First.Reason, Assert.Single(pair.Second.EnumerateArray()).GetString(), StringComparison.Ordinal));
    }

    [NeedsCommandFact("The SAM translator is not installed (pip install aws-sam-translator)", "python3", "-c", "import samtranslator")]
    public async Task A_retention_that_the_function_would_refuse_is_refused_before_it_is_deployed()
    {
        var choices = RetentionDays.Known.Skip(1).Take(6).SelectMany(_ => Enumerable.Range(0, 31), (days, settle) => (Days: days, Settle: settle)).ToArray();
        var run = await CommandRun.OfAsync(
            "python3",
            [
                "-B", "-W", "ignore", "tests/deployment/refusals.py", "template.yaml",
                .. choices.SelectMany(each => new[] { $"SetRetentionDays={each.Days}", $"SettleAfterDays={each.Settle}", "CatchUpDays=0", "/" }),
            ]);
        Assert.True(run.ExitCode == 0, run.Output);
        using var said = JsonDocument.Parse(run.Output);
        Assert.Equal(choices.Length, said.RootElement.GetArrayLength());
        Assert.All(choices.Zip(said.RootElement.EnumerateArray()), each => Assert.Equal(
            each.First.Days <= RetentionDays.LastReading(1, 0, each.First.Settle) ? 1 : 0, each.Second.GetArrayLength()));
    }

    [DeployedFact]
    public async Task What_makes_sense_is_not()
    {
        Assert.Empty((await DeployedStack.OfAsync()).Refused);
        Assert.Empty((await DeployedStack.OfAsync(DeployedStack.Everything)).Refused);
        Assert.Empty((await DeployedStack.OfAsync(DeployedStack.IntoExistingBucket)).Refused);
    }
}
