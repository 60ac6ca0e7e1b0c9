using System.CommandLine;
using System.Globalization;
using System.Reflection;
using LogArchiver.LocalAws.Logs;
using LogArchiver.Read;

namespace LogArchiver.WholeRun;

/// <summary>The options of a run.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Size = Text("--size", "Bytes of all messages, such as 200MB or 1GB.", "100MB");
    private static readonly Option<int> Streams = new("--streams") { Description = "Streams of the group.", DefaultValueFactory = _ => 50 };
    private static readonly Option<string> Message = Text("--message", "What the messages look like.", "json").AcceptOnlyFromAmong("json", "text", "nginx");
    private static readonly Option<int> MessageBytes = new("--message-bytes") { Description = "Shorter messages are filled up to so many bytes." };
    private static readonly Option<string> Reader = Text("--reader", "How the function reads.", "auto").AcceptOnlyFromAmong("auto", "streams", "group");
    private static readonly Option<string> Format = Text("--format", "How an event becomes a line.", "ndjson").AcceptOnlyFromAmong("ndjson", "text", "raw");
    private static readonly Option<int?> Memory = new("--memory") { Description = "Memory of the function in MiB: kept by a control group, with the CPU share of a Lambda of that size." };
    private static readonly Option<string> Cpu = Text("--cpu", "The CPU of a function with --memory: its share, or all there is.", "share").AcceptOnlyFromAmong("share", "full");
    private static readonly Option<int> Latency = new("--latency") { Description = "Milliseconds that each page of events takes longer." };
    private static readonly Option<string> Deadline = Text("--deadline", "Time an invocation may take, such as 20s; days that are paused are gone on with.", "900s");
    private static readonly Option<bool> Cold = new("--cold") { Description = "A new process for each invocation." };
    private static readonly Option<string?> Quota = new("--quota") { Description = "The source throttles at the quotas of this Region." };
    private static readonly Option<double> PaceShare = new("--pace-share") { Description = "The share of the quota that the function is to use.", DefaultValueFactory = _ => RequestPace.UsualShare };
    private static readonly Option<bool> Rival = new("--rival") { Description = "A second client takes half of the quota from the middle on; needs --quota." };
    private static readonly Option<bool> PartialPages = new("--partial-pages") { Description = "Pages may come short or empty before the end." };
    private static readonly Option<int> Starts = new("--starts") { Description = "How often the start of the process is measured.", DefaultValueFactory = _ => 5 };
    private static readonly Option<string?> Function = new("--function") { Description = "The function's assembly or executable, such as a published one; otherwise the one built with the harness." };
    private static readonly Option<string[]> Environment = new("--env") { Description = "NAME=VALUE: further environment variables of the function. May be repeated." };
    private static readonly Option<string[]> Targets = new("--must") { Description = "A figure that must be reached: rss=128MiB, mb-per-cpu=200, requests=1.02, pace=0.95, start=300. May be repeated." };
    private static readonly Option<string?> Folder = new("--folder") { Description = "Where scratch files and the archive go; a new folder in the temporary folder otherwise." };
    private static readonly Option<bool> Keep = new("--keep") { Description = "Leave the archive when done." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Print what the function logs." };
    private static readonly Option<string?> Name = new("--name") { Description = "What the run is called in a table." };

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Archives a made-up day with the real function and measures it. Exit code 1: a check failed.")
        {
            Size, Streams, Message, MessageBytes, Reader, Format, Memory, Cpu, Latency, Deadline, Cold, Quota, PaceShare, Rival, PartialPages,
            Starts, Function, Environment, Targets, Folder, Keep, Json, Verbose, Name,
        };
        root.SetAction((parsed, token) => MeasuredRun.RunAsync(OptionsOf(parsed), token));
        return root.Parse(args).InvokeAsync();
    }

    private static RunOptions OptionsOf(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(Name) ?? $"{parsed.GetValue(Size)}, {parsed.GetValue(Streams)} streams",
        Bytes = ByteSize.Parse(parsed.GetValue(Size)!),
        Streams = parsed.GetValue(Streams),
        Messages = Enum.Parse<SyntheticMessageKind>(parsed.GetValue(Message)!, ignoreCase: true),
        MessageBytes = parsed.GetValue(MessageBytes),
        Reader = parsed.GetValue(Reader)!,
        Format = parsed.GetValue(Format)!,
        Memory = parsed.GetValue(Memory),
        LimitCpu = parsed.GetValue(Cpu) == "share",
        Latency = TimeSpan.FromMilliseconds(parsed.GetValue(Latency)),
        Deadline = SecondsOf(parsed.GetValue(Deadline)!),
        Cold = parsed.GetValue(Cold),
        Quota = parsed.GetValue(Quota),
        PaceShare = parsed.GetValue(PaceShare),
        Rival = parsed.GetValue(Rival) && parsed.GetValue(Quota) is not null,
        PartialPages = parsed.GetValue(PartialPages),
        Starts = parsed.GetValue(Starts),
        Function = Path.GetFullPath(parsed.GetValue(Function) ?? BuiltFunction()),
        Environment = (parsed.GetValue(Environment) ?? [])
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal),
        Targets = parsed.GetValue(Targets) ?? [],
        Folder = Path.GetFullPath(parsed.GetValue(Folder) ?? NewFolder()),
        Keep = parsed.GetValue(Keep),
        Json = parsed.GetValue(Json),
        Verbose = parsed.GetValue(Verbose),
    };

    private static Option<string> Text(string name, string description, string usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static TimeSpan SecondsOf(string text) =>
        TimeSpan.FromSeconds(double.Parse(text.TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture));

    private static string BuiltFunction() => typeof(CommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "FunctionAssembly").Value!;

    // Not "logarchiver-…": folders so named in the temporary folder are scratch space, and are cleared away.
    private static string NewFolder() => Path.Combine(
        System.Environment.GetEnvironmentVariable("TMPDIR") ?? "/tmp", $"wholerun.logarchiver-{System.Environment.ProcessId}");
}
