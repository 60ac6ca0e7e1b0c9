using System.Diagnostics;
using LogArchiver.Cli.Tests.Support;
using LogArchiver.LocalAws;
using LogArchiver.Testing;
using LogArchiver.Testing.Moto;

namespace LogArchiver.Cli.Tests.Archive;

/// <summary>A fact that needs boto3, and moto too where it says so; skipped with the reason where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BotoFactAttribute : FactAttribute
{
    private static readonly string? NoBoto = Imports() ? null : "python3 cannot import boto3 (pip install boto3)";

    public BotoFactAttribute(bool withMoto = false) => Skip = NoBoto ?? (withMoto ? MotoServer.Reason : null);

    private static bool Imports()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import boto3"]) { RedirectStandardError = true, UseShellExecute = false });
            python!.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no python3.
            return false;
        }
    }
}

/// <summary>The script that knows nothing of this code: boto3 fills groups, the command archives them, boto3 reads back and
/// compares. It tells of each check; see its own text for what they are.</summary>
public sealed class AcceptanceTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [BotoFact(withMoto: true)]
    public async Task On_moto_every_event_of_the_day_is_in_the_file_once_and_in_order()
    {
        using var moto = await MotoServer.StartAsync();
        await AssertHoldsAsync(moto.Endpoint);
    }

    [BotoFact]
    public async Task On_LocalAws_every_event_of_the_day_is_in_the_file_once_and_in_order()
    {
        await using var aws = await LocalAwsServer.StartAsync(new LocalAwsOptions { Folder = folder.Path }, CancellationToken.None);
        await AssertHoldsAsync(aws.Endpoint);
    }

    private async Task AssertHoldsAsync(Uri endpoint)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(folder.Path, "tmp")).FullName;
        string[] args =
        [
            RepositoryRoot.Below("tests", "acceptance", "archive_day.py"), "--endpoint", endpoint.GetLeftPart(UriPartial.Authority),
            "--wide", "120", "--", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "LogArchiver.Cli.dll"),
        ];
        var start = new ProcessStartInfo("python3", args) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var name in start.Environment.Keys.Where(CommandProcess.IsAboutAws).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["TMPDIR"] = scratch;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var python = Process.Start(start)!;
        var output = python.StandardOutput.ReadToEndAsync();
        var error = python.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await python.WaitForExitAsync(limit.Token);
        }
        finally
        {
            python.Kill(entireProcessTree: true);
        }

        var told = await output;
        Assert.True(python.ExitCode == 0, string.Join('\n', told.Split('\n').Where(line => !line.StartsWith("ok ", StringComparison.Ordinal))) + await error);
        Assert.EndsWith("all checks held\n", told, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(scratch));
    }
}
