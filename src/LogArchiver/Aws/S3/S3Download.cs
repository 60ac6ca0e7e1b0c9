using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LogArchiver.Ports;
using LogArchiver.Read;

namespace LogArchiver.Aws.S3;

/// <summary>Opens objects to be read: from the first byte on, or from where a connection broke. The SDK asks again until an answer
/// begins; what breaks in the midst of its body is left to us.</summary>
/// <param name="client">The client.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="faults">Names what failed.</param>
/// <param name="clock">The time, for the waits.</param>
/// <param name="random">Chance, for their jitter; locked while it is asked.</param>
internal sealed class S3Download(IAmazonS3 client, string bucket, S3Faults faults, TimeProvider clock, Random random)
{
    /// <summary>The API operation.</summary>
    public const string Operation = "GetObject";

    /// <summary>GetObject, of the whole, with the checksum that the store keeps of it.</summary>
    public Task<GetObjectResponse> OpenAsync(string key, CancellationToken cancellationToken) => client.GetObjectAsync(
        new GetObjectRequest { BucketName = bucket, Key = key, ChecksumMode = ChecksumMode.ENABLED }, cancellationToken);

    /// <summary>GetObject, of what has not come yet, if the object is still the same. Without a checksum, which a part has none of.</summary>
    /// <param name="first">The answer that told what the object is.</param>
    /// <param name="key">Its key.</param>
    /// <param name="position">How many bytes have come.</param>
    /// <param name="broken">What became of the connection.</param>
    /// <param name="breaks">How many broke one after another, from 1.</param>
    /// <param name="cancellationToken">Stops the waiting and the asking.</param>
    /// <exception cref="ServiceFaultException">It is gone or another, or cannot be asked for; or <paramref name="broken"/>, where the
    /// store knows no ranges and sends all of it whatever is asked for.</exception>
    public async Task<GetObjectResponse> GoOnAsync(
        GetObjectResponse first, string key, long position, ServiceFaultException broken, int breaks, CancellationToken cancellationToken)
    {
        await Task.Delay(RetryDelay.After(breaks, Chance()), clock, cancellationToken);
        var rest = await AskAsync(
            new GetObjectRequest
            {
                BucketName = bucket,
                Key = key,
                EtagToMatch = first.ETag,
                ByteRange = new ByteRange(position, first.ContentLength - 1),
            },
            cancellationToken);
        if (rest.ETag == first.ETag && rest.ContentLength == first.ContentLength - position)
        {
            return rest;
        }

        Close(rest);
        throw rest.ETag == first.ETag ? broken : Changed(key);
    }

    /// <summary>What is cancelled when so much time has passed.</summary>
    public CancellationTokenSource After(TimeSpan time) => new(time, clock);

    /// <summary>Lets go of an answer, read to its end or not.</summary>
    public static void Close(GetObjectResponse answer)
    {
        try
        {
            answer.Dispose();
        }
        catch (AmazonClientException mismatch)
        {
            // The SDK compares the checksum once more on closing. Whoever read to the end was told by the read.
            _ = mismatch;
        }
    }

    private async Task<GetObjectResponse> AskAsync(GetObjectRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
        {
            throw Changed(request.Key, answer);
        }
        catch (Exception thrown) when (!S3Faults.IsCancellation(thrown, cancellationToken))
        {
            throw faults.From(thrown, Operation, request.Key);
        }
    }

    private ServiceFaultException Changed(string key, Exception? inner = null) => faults.New(
        FaultKind.Transient, Operation, key, "ObjectChanged", $"{key} was deleted or written anew while it was read", inner);

    private double Chance()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}
