using Amazon.Runtime.Endpoints;
using Amazon.S3.Endpoints;

namespace LogArchiver.Aws.S3;

/// <summary>Asks the SDK's endpoint rules once for each bucket and kind of request, and remembers the answer. The rules are one
/// method of 28 KB of IL, the largest of all that are compiled at run time, and run before every request; a method run thirty
/// times is due to be compiled once more, with the optimiser. What was measured: docs/decisions/0008-memory.md.</summary>
/// <param name="rules">The rules, with the settings of one client: what a request does not say itself is always the same.</param>
internal sealed class RememberedEndpoint(IEndpointProvider rules) : IEndpointProvider
{
    private sealed record Question(string Bucket, bool? ControlEndpoint, bool? WithoutSession, bool? WithoutAccessPoints, bool? ObjectLambda);

    private readonly Lock gate = new();
    private (Question Question, Endpoint Answer)? last;

    /// <inheritdoc/>
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters is not S3EndpointParameters asked)
        {
            return rules.ResolveEndpoint(parameters);
        }

        var question = new Question(
            asked.Bucket, asked.UseS3ExpressControlEndpoint, asked.DisableS3ExpressSessionAuth, asked.DisableAccessPoints, asked.UseObjectLambdaEndpoint);
        lock (gate)
        {
            if (last is not { } known || known.Question != question)
            {
                known = (question, rules.ResolveEndpoint(parameters));
                last = known;
            }

            return known.Answer;
        }
    }
}
