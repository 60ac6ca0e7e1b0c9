using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using LogArchiver.Aws.Logs;
using LogArchiver.Ports;

namespace LogArchiver.Aws.StepFunctions;

/// <summary>A deployed state machine: starts its executions and looks after them.</summary>
public sealed class StateMachine : IDisposable
{
    private const string Service = "Step Functions";

    /// <summary>The most of an answer that is read: an output and an input of 256 KiB each (source: Step Functions, Service quotas).</summary>
    private const int MaxAnswerBytes = 2 << 20;

    private readonly StepFunctionsClient client;

    internal StateMachine(StepFunctionsClient client, StateMachineArn arn) => (this.client, Arn) = (client, arn);

    /// <summary>Which one.</summary>
    public StateMachineArn Arn { get; }

    /// <summary>Connects lazily, with the credentials that the environment gives, in the Region that the ARN names.</summary>
    public static StateMachine Connect(StateMachineArn arn) => new(new StepFunctionsClient(new StepFunctionsConfig(arn.Region)), arn);

    /// <summary>Starts an execution. The same name and input again is the same execution; with another input it is refused.</summary>
    /// <returns>The execution's ARN.</returns>
    /// <exception cref="ServiceFaultException">It was refused, or nobody answered.</exception>
    public async Task<string> StartAsync(string name, string input, CancellationToken cancellationToken)
    {
        var asked = new StartExecutionRequest(Arn.Text, name, input);
        var started = await AskAsync(
            "StartExecution", asked, StatesJson.Default.StartExecutionRequest, StatesJson.Default.StartExecutionAnswer, cancellationToken);
        return started.ExecutionArn;
    }

    /// <summary>How an execution is.</summary>
    /// <exception cref="ServiceFaultException">It was refused, or nobody answered.</exception>
    public Task<ExecutionState> DescribeAsync(string executionArn, CancellationToken cancellationToken) => AskAsync(
        "DescribeExecution", new ExecutionRequest(executionArn), StatesJson.Default.ExecutionRequest, StatesJson.Default.ExecutionState, cancellationToken);

    /// <summary>How far its days are; null before the first, and where the user may not ask.</summary>
    /// <exception cref="ServiceFaultException">Nobody answered.</exception>
    public async Task<ItemCounts?> TryCountAsync(string executionArn, CancellationToken cancellationToken)
    {
        try
        {
            var runs = await AskAsync(
                "ListMapRuns", new ExecutionRequest(executionArn), StatesJson.Default.ExecutionRequest, StatesJson.Default.MapRunList, cancellationToken);
            return runs.MapRuns is not [var run, ..] ? null : (await AskAsync(
                "DescribeMapRun", run, StatesJson.Default.MapRunEntry, StatesJson.Default.MapRunState, cancellationToken)).ItemCounts;
        }
        catch (ServiceFaultException fault) when (fault.Kind is FaultKind.AccessDenied or FaultKind.NotSupported)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<TAnswer> AskAsync<TRequest, TAnswer>(
        string operation, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.SendAsync(StepFunctionsCall.Of(operation, request, requestType), cancellationToken);
            await using var body = await answer.OpenAsync();
            using var read = new MemoryStream();
            await body.CopyToAsync(read, cancellationToken);
            return read.Length <= MaxAnswerBytes && JsonSerializer.Deserialize(read.GetBuffer().AsSpan(0, (int)read.Length), answerType) is { } told
                ? told
                : throw new JsonException("the answer is none");
        }
        catch (AmazonServiceException refused) when ((int)refused.StatusCode >= 300)
        {
            throw Refusal(operation, refused);
        }
        catch (Exception broken) when (broken is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or JsonException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ServiceFaultException(FaultKind.Transient, Service, operation, "NoAnswer", $"{operation}: {broken.Message}", broken) { Subject = Arn.Text };
        }
    }

    private ServiceFaultException Refusal(string operation, AmazonServiceException refused)
    {
        var kind = refused.ErrorCode is "StateMachineDoesNotExist" or "ExecutionDoesNotExist"
            ? FaultKind.NotFound
            : FaultKinds.Of(refused.ErrorCode ?? "", (int)refused.StatusCode);
        var fix = kind switch
        {
            FaultKind.AccessDenied when !FaultKinds.IsAboutCredentials(refused.ErrorCode ?? "") => $" The role or user needs states:{operation} on it.",
            FaultKind.AccessDenied => " New credentials are needed.",
            FaultKind.NotFound => " Is the ARN right? It is the output StateMachineArn of the stack.",
            _ => "",
        };
        return new ServiceFaultException(
            kind, Service, operation, refused.ErrorCode is { Length: > 0 } code ? code : $"HTTP {(int)refused.StatusCode}",
            $"{operation} of {Arn.Text}: {refused.Message}{fix}", refused)
        {
            Subject = Arn.Text, RequestId = refused.RequestId, HttpStatus = (int)refused.StatusCode,
        };
    }
}
