namespace LogArchiver.Discover;

/// <summary>What a user writes to name groups: an exact name, a glob (<c>*</c> any characters, <c>/</c> too; <c>?</c> one), or an
/// ARN. A prefix is a glob that ends in <c>*</c>.</summary>
internal sealed class GroupPattern
{
    private GroupPattern(string text, GroupArn? arn)
    {
        Text = text;
        Arn = arn;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The ARN, if it is one.</summary>
    public GroupArn? Arn { get; }

    /// <summary>Whether it may name several groups.</summary>
    public bool IsGlob => Text.AsSpan().ContainsAny('*', '?') && Arn is null;

    /// <summary>What the names of all its groups begin with; all of it when it is an exact name.</summary>
    public string LiteralPrefix => Arn?.GroupName ?? (IsGlob ? Text[..Text.AsSpan().IndexOfAny('*', '?')] : Text);

    /// <summary>Why the text names no groups; null when it does.</summary>
    public static string? ProblemWith(string text) =>
        text.Length == 0 ? "is empty."
        : GroupArn.LooksLikeOne(text) ? (GroupArn.TryParse(text) is null ? "is not the ARN of a log group." : null)
        : text.Length > GroupName.MaxLength ? $"has {text.Length:N0} characters."
        : text.All(IsPatternCharacter) ? null
        : $"holds \"{text.First(c => !IsPatternCharacter(c))}\", which no name of a log group holds.";

    /// <summary>Reads a text without a problem.</summary>
    public static GroupPattern Of(string text) => new(text, GroupArn.TryParse(text));

    private static bool IsPatternCharacter(char c) => GroupName.IsNameCharacter(c) || c is '*' or '?';

    /// <summary>Whether the group is one of those named. A name or glob matches whatever the account.</summary>
    public bool Matches(LogGroup group) => Arn is not null
        ? GroupArn.TryParse(group.Arn)?.Text == Arn.Text
        : MatchesName(group.Name);

    /// <summary>Whether a name fits the name or glob.</summary>
    public bool MatchesName(ReadOnlySpan<char> name)
    {
        // Two fingers: on a mismatch the last * swallows one character more. No backtracking beyond that, so never slow.
        var (at, inName, star, resume) = (0, 0, -1, 0);
        while (inName < name.Length)
        {
            if (at < Text.Length && Text[at] == '*')
            {
                (star, resume) = (at++, inName);
            }
            else if (at < Text.Length && (Text[at] == '?' || Text[at] == name[inName]))
            {
                at++;
                inName++;
            }
            else if (star >= 0)
            {
                (at, inName) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return Text.AsSpan(at).TrimStart('*').IsEmpty;
    }
}
