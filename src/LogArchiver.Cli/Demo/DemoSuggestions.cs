using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Demo;

/// <summary>What to type after the demo. Each works as it stands, pasted into a POSIX shell.</summary>
internal static class DemoSuggestions
{
    /// <summary>Purposes and commands.</summary>
    /// <param name="result">What the demo did.</param>
    /// <param name="chosenFolder">The folder the user chose; null for the usual one.</param>
    /// <param name="program">How this program is started.</param>
    public static IReadOnlyList<(string Purpose, string Command)> Of(DemoResult result, string? chosenFolder, string program)
    {
        var folder = chosenFolder is null ? "" : $" --folder {ShellText.Quote(chosenFolder)}";
        var date = result.Samples.Date.ToString("yyyy-MM-dd");
        var api = result.Files.First(file => file.Group == "/demo/api/requests").Path;
        return
        [
            ("Read a day back: the stack traces of a Java service",
                $"{program} cat --local{folder} --group /demo/java/orders --date {date} --grep Exception | head -20"),
            ("The same with everyday tools",
                $"gzip -dc {ShellText.Quote(api)} | jq -r .message | head -3"),
            ("Point the AWS CLI or boto3 at it", $"{program} local --samples{folder}"),
            ("Archive your own logs", $"{program} archive --help"),
        ];
    }
}
