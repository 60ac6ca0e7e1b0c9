using LogArchiver.Cli.Demo;
using LogArchiver.Cli.Terminal;

namespace LogArchiver.Cli.Local;

/// <summary>What <c>logarchiver local</c> says when it is up: where it is, and what to paste into another terminal.</summary>
internal static class LocalWelcome
{
    /// <summary>Writes it. Standard output holds nothing but lines that a shell takes, so that it can also be read by one.</summary>
    public static void Write(Screen screen, Uri endpoint, string folder, SampleDay? samples)
    {
        var console = screen.Rich;
        Ink.Write(console, (Tone.Faint, "# LocalAws: CloudWatch Logs, S3 and the Lambda Runtime API at "), (Tone.Accent, endpoint.GetLeftPart(UriPartial.Authority)));
        Ink.Write(console, (Tone.Faint, "# Objects are kept in "), (Tone.Accent, folder));
        if (samples is not null)
        {
            Ink.Write(console, Tone.Faint, $"# {Amounts.Of(samples.Groups.Count, "sample group")} filled with the day {samples.Date:yyyy-MM-dd}");
        }

        Ink.Write(console, Tone.Faint, "#");
        Ink.Write(console, Tone.Faint, "# Paste these lines into another terminal (fish: set -x NAME VALUE; PowerShell: $env:NAME = \"VALUE\")");
        foreach (var (name, value) in LocalEnvironment.Variables(endpoint))
        {
            Ink.Write(console, Tone.Strong, $"export {name}={ShellText.Quote(value)}");
        }

        Ink.Write(console, Tone.Faint, "#");
        Ink.Write(console, Tone.Faint, "# and try");
        foreach (var line in Suggestions(samples))
        {
            Ink.Write(console, (Tone.Faint, "#   "), (Tone.Plain, line));
        }

        Ink.Write(console, Tone.Faint, "#");
        Ink.Write(console, Tone.Faint, "# Ctrl-C stops it.");
    }

    private static IEnumerable<string> Suggestions(SampleDay? samples)
    {
        var program = ProgramName.OfProcess();
        return samples is null
            ? ["aws logs create-log-group --log-group-name /try/one", $"aws s3 ls s3://{LocalEnvironment.Bucket}"]
            :
            [
                "aws logs describe-log-groups --query 'logGroups[].logGroupName'",
                $"{program} archive --group '/demo/*' --date {samples.Date:yyyy-MM-dd}",
                $"aws s3 ls --recursive s3://{LocalEnvironment.Bucket}",
                $"{program} cat --group /demo/java/orders --date {samples.Date:yyyy-MM-dd} | head",
            ];
    }
}
