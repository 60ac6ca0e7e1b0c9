using LogArchiver.LocalAws.Runtime;
using LogArchiver.Testing;

namespace LogArchiver.LocalAws.Tests.Runtime;

public sealed class FunctionProcessTests
{
    [Fact]
    public void A_function_gets_the_environment_of_Lambda_and_nothing_of_its_parents_AWS()
    {
        var start = new FunctionStart
        {
            Program = "/opt/fn/LogArchiver.Function.dll",
            RuntimeApi = "127.0.0.1:9",
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["AWS_ACCESS_KEY_ID"] = "given", ["LOGARCHIVER_BUCKET"] = "b" },
        };
        KeyValuePair<string, string?>[] parent =
            [new("PATH", "/bin"), new("AWS_PROFILE", "mine"), new("AWS_ACCESS_KEY_ID", "mine"), new("LOGARCHIVER_PREFIX", "mine"), new("_X_AMZN_TRACE_ID", "mine")];

        var environment = FunctionEnvironment.Of(start, parent);

        Assert.DoesNotContain("mine", environment.Values);
        Assert.Equal("/bin", environment["PATH"]);
        Assert.Equal("given", environment["AWS_ACCESS_KEY_ID"]);
        Assert.Equal("127.0.0.1:9", environment["AWS_LAMBDA_RUNTIME_API"]);
        Assert.Equal("LogArchiver.Function", environment["_HANDLER"]);
        Assert.Equal(":UTC", environment["TZ"]);
    }

    [Fact]
    public async Task A_process_hands_on_its_lines_and_its_exit_code()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TestFolder();
        var lines = new List<FunctionLine>();

        await using var process = FunctionProcess.Start(Script(folder, "echo out $AWS_LAMBDA_FUNCTION_NAME; echo err >&2; exit 3"), lines.Add);

        Assert.Equal(3, await process.Exited);
        Assert.Contains(new FunctionLine("out log-archiver", false), lines);
        Assert.Contains(new FunctionLine("err", true), lines);
    }

    [Fact]
    public async Task A_launcher_starts_the_program_in_its_own_place()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TestFolder();
        var lines = new List<FunctionLine>();
        var start = Script(folder, "echo $$ $LAUNCHED") with { Launcher = ["/bin/sh", "-c", "LAUNCHED=yes exec \"$@\"", "sh"] };

        await using var process = FunctionProcess.Start(start, lines.Add);

        Assert.Equal(0, await process.Exited);
        Assert.Equal($"{process.Id} yes", lines.Single().Text);
    }

    [Fact]
    public async Task A_process_ends_with_its_children_when_disposed_of()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TestFolder();
        var started = new TaskCompletionSource();
        var process = FunctionProcess.Start(Script(folder, "sleep 600 & echo up; wait"), _ => started.TrySetResult());
        await started.Task;

        await process.DisposeAsync();

        Assert.NotEqual(0, await process.Exited);
    }

    [Fact]
    public void A_program_that_is_not_there_is_said_so() => Assert.Throws<FileNotFoundException>(() =>
        FunctionProcess.Start(new FunctionStart { Program = "/nowhere/bootstrap", RuntimeApi = "x" }, _ => { }));

    private static FunctionStart Script(TestFolder folder, string commands)
    {
        var path = Path.Combine(folder.Path, "bootstrap");
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new FunctionStart { Program = path, RuntimeApi = "127.0.0.1:9" };
    }
}
