using LogArchiver.Aws.Logs;
using LogArchiver.Ports;

namespace LogArchiver.Tests.Aws.Logs;

public sealed class FaultKindsTests
{
    [Theory]
    [InlineData("ThrottlingException", 400, FaultKind.Throttled)]
    [InlineData("LimitExceededException", 400, FaultKind.Throttled)]
    [InlineData("RequestLimitExceeded", 503, FaultKind.Throttled)]
    [InlineData("SlowDown", 503, FaultKind.Throttled)]
    [InlineData("", 429, FaultKind.Throttled)]
    [InlineData("ServiceUnavailableException", 500, FaultKind.Transient)]
    [InlineData("ServiceUnavailable", 503, FaultKind.Transient)]
    [InlineData("InternalFailure", 500, FaultKind.Transient)]
    [InlineData("RequestTimeout", 408, FaultKind.Transient)]
    [InlineData("", 502, FaultKind.Transient)]
    [InlineData("", 504, FaultKind.Transient)]
    [InlineData("NeverHeardOf", 500, FaultKind.Transient)]
    [InlineData("AccessDeniedException", 400, FaultKind.AccessDenied)]
    [InlineData("ExpiredTokenException", 400, FaultKind.AccessDenied)]
    [InlineData("UnrecognizedClientException", 400, FaultKind.AccessDenied)]
    [InlineData("InvalidSignatureException", 400, FaultKind.AccessDenied)]
    [InlineData("", 403, FaultKind.AccessDenied)]
    [InlineData("ResourceNotFoundException", 400, FaultKind.NotFound)]
    [InlineData("UnknownOperationException", 404, FaultKind.NotSupported)]
    [InlineData("", 501, FaultKind.NotSupported)]
    [InlineData("InvalidParameterException", 400, FaultKind.Permanent)]
    [InlineData("ValidationException", 400, FaultKind.Permanent)]
    [InlineData("RequestEntityTooLarge", 413, FaultKind.Permanent)]
    [InlineData("", 404, FaultKind.Permanent)]
    public void The_code_decides_and_the_status_only_without_one_that_is_known(string code, int status, FaultKind kind) =>
        Assert.Equal(kind, FaultKinds.Of(code, status));

    [Theory]
    [InlineData("Name", "Name")]
    [InlineData("ns#Name", "Name")]
    [InlineData("com.amazonaws.logs#Name:http://internal/", "Name")]
    [InlineData("Name:http://internal/a#b", "Name")]
    [InlineData("", "")]
    public void A_code_is_cut_to_its_name(string code, string name) => Assert.Equal(name, ErrorBody.ShortCode(code));
}
