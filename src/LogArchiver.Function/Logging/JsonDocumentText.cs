using System.Text;

namespace LogArchiver.Function.Logging;

/// <summary>A value of a message that is a JSON document already: in JSON logs a field that can be queried, in text its JSON.</summary>
/// <param name="utf8">The document, valid and on one line.</param>
internal sealed class JsonDocumentText(byte[] utf8)
{
    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Utf8 => utf8;

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(utf8);
}
