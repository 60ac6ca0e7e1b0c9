namespace LogArchiver.Plan;

/// <summary>The choices as settings, manifests and people spell them.</summary>
internal static class Words
{
    /// <summary><c>ndjson</c>, <c>text</c> or <c>raw</c>.</summary>
    public static string Word(this LineFormat format) => format switch
    {
        LineFormat.Ndjson => "ndjson",
        LineFormat.Text => "text",
        _ => "raw",
    };

    /// <summary><c>gzip</c> or <c>none</c>.</summary>
    public static string Word(this Compression compression) => compression == Compression.Gzip ? "gzip" : "none";

    /// <summary><c>auto</c>, <c>streams</c>, <c>group</c> or <c>export</c>.</summary>
    public static string Word(this ReaderKind reader) => reader switch
    {
        ReaderKind.Auto => "auto",
        ReaderKind.Streams => "streams",
        ReaderKind.Export => "export",
        _ => "group",
    };
}
