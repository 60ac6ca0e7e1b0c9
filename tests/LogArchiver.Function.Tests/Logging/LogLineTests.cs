using System.Text;
using System.Text.Json;
using LogArchiver.Function.Logging;
using LogArchiver.Testing;
using Microsoft.Extensions.Logging;

namespace LogArchiver.Function.Tests.Logging;

public sealed partial class LogLineTests : IDisposable
{
    private readonly MemoryStream output = new();

    public void Dispose() => output.Dispose();

    [Fact]
    public void Json_lines_carry_time_level_request_class_message_and_values()
    {
        Say(Logger("JSON"), "nginx/access", 3_000_000_000, new DateOnly(2026, 11, 19));
        Assert.Equal(
            """{"timestamp":"2026-11-20T02:15:00.000Z","level":"INFO","requestId":"r-1","logger":"LogArchiver.Some","message":"nginx/access of 2026-11-19 has 3000000000 events","group":"nginx/access","count":3000000000,"date":"2026-11-19"}"""
            + "\n",
            Written());
    }

    [Fact]
    public void Text_lines_carry_the_same_for_the_eye()
    {
        Say(Logger("Text"), "nginx/access", 12, new DateOnly(2026, 11, 19));
        Assert.Equal("2026-11-20T02:15:00.000Z r-1 INFO  LogArchiver.Some: nginx/access of 2026-11-19 has 12 events\n", Written());
    }

    [Fact]
    public void Text_stays_on_one_line_whatever_is_said()
    {
        Say(Logger("Text"), "a\r\nb\nc\u001b[31m\td", 0, default);
        Assert.Equal("2026-11-20T02:15:00.000Z r-1 INFO  LogArchiver.Some: a\\nb\\nc[31m d of 0001-01-01 has 0 events\n", Written());
    }

    [Fact]
    public void An_exception_is_told_in_the_fields_the_managed_runtimes_use()
    {
        var logger = Logger("JSON");
        try
        {
            throw new InvalidOperationException("line one\nline two");
        }
        catch (InvalidOperationException thrown)
        {
            SayFailed(logger, thrown);
        }

        using var line = JsonDocument.Parse(Written());
        Assert.Equal("ERROR", line.RootElement.GetProperty("level").GetString());
        Assert.Equal("System.InvalidOperationException", line.RootElement.GetProperty("errorType").GetString());
        Assert.Equal("line one\nline two", line.RootElement.GetProperty("errorMessage").GetString());
        Assert.Contains(line.RootElement.GetProperty("stackTrace").EnumerateArray(),
            frame => frame.GetString()!.StartsWith("at LogArchiver.Function.Tests", StringComparison.Ordinal));
        Assert.Equal(1, Written().Count(character => character == '\n'));
    }

    [Fact]
    public void A_value_never_takes_the_place_of_a_field_of_the_line()
    {
        SayLevel(Logger("JSON"), "very", "high");
        using var line = JsonDocument.Parse(Written());
        Assert.Equal("WARN", line.RootElement.GetProperty("level").GetString());
        Assert.Equal("very", line.RootElement.GetProperty("level_").GetString());
        Assert.Equal("high", line.RootElement.GetProperty("requestId_").GetString());
    }

    [Fact]
    public void A_document_is_a_field_that_can_be_queried_and_is_not_said_twice()
    {
        SayDocument(Logger("JSON"), new JsonDocumentText("{\"days\":[]}"u8.ToArray()));
        Assert.Equal(
            """{"timestamp":"2026-11-20T02:15:00.000Z","level":"INFO","requestId":"r-1","logger":"LogArchiver.Some","message":"Ended: {Summary}","summary":{"days":[]}}"""
            + "\n",
            Written());
    }

    [Fact]
    public void A_document_is_written_out_in_text()
    {
        SayDocument(Logger("Text"), new JsonDocumentText("{\"days\":[]}"u8.ToArray()));
        Assert.EndsWith(" LogArchiver.Some: Ended: {\"days\":[]}\n", Written(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DEBUG", LogLevel.Debug, LogLevel.Trace)]
    [InlineData("info", LogLevel.Information, LogLevel.Debug)]
    [InlineData("WARN", LogLevel.Warning, LogLevel.Information)]
    [InlineData("ERROR", LogLevel.Error, LogLevel.Warning)]
    [InlineData("FATAL", LogLevel.Critical, LogLevel.Error)]
    [InlineData("loud", LogLevel.Information, LogLevel.Debug)]
    [InlineData(null, LogLevel.Information, LogLevel.Debug)]
    public void The_level_of_the_logging_controls_is_kept(string? level, LogLevel written, LogLevel unwritten)
    {
        var logger = Logger("JSON", level);
        Assert.True(logger.IsEnabled(written));
        Assert.False(logger.IsEnabled(unwritten));
    }

    [Fact]
    public async Task Lines_of_many_threads_stay_whole()
    {
        var logger = Logger("JSON");
        await Parallel.ForAsync(0, 200, (i, _) =>
        {
            Say(logger, new string('x', 200), i, default);
            return ValueTask.CompletedTask;
        });
        var lines = Written().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(200, lines.Length);
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
    }

    private ILogger Logger(string format, string? level = null)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["AWS_LAMBDA_LOG_FORMAT"] = format };
        if (level is not null)
        {
            environment["AWS_LAMBDA_LOG_LEVEL"] = level;
        }

        return new LambdaLoggerFactory(output, LogSettings.Of(environment), new ManualClock()) { RequestId = "r-1" }.CreateLogger("LogArchiver.Some");
    }

    private string Written() => Encoding.UTF8.GetString(output.ToArray());

    [LoggerMessage(Level = LogLevel.Information, Message = "{Group} of {Date:yyyy-MM-dd} has {Count} events")]
    private static partial void Say(ILogger logger, string group, long count, DateOnly date);

    [LoggerMessage(Level = LogLevel.Error, Message = "It went wrong")]
    private static partial void SayFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Level} {RequestId}")]
    private static partial void SayLevel(ILogger logger, string level, string requestId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ended: {Summary}")]
    private static partial void SayDocument(ILogger logger, JsonDocumentText summary);
}
