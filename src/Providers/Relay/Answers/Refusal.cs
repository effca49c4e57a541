using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>An error of the service's own on its way to a caller, in the caller's dialect.</summary>
/// <param name="Dialect">The dialect.</param>
/// <param name="Error">The error.</param>
/// <param name="Id">The request's id.</param>
public readonly record struct Refusal(IErrorDialect Dialect, ServiceError Error, RequestId Id)
{
    /// <summary>The last endpoint asked; <c>default</c> where none was.</summary>
    public EndpointId Endpoint { get; init; }

    /// <summary>The error as a body, where more is to be said of it than its fields do; null for those.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Calls made.</summary>
    public int Attempts { get; init; }

    /// <summary>Milliseconds waited.</summary>
    public long QueueMs { get; init; }

    /// <summary>
    /// Writes it: <c>Retry-After</c> in whole seconds, rounded up, where waiting helps; <c>x-should-retry: false</c>
    /// where it doesn't (a draining node says neither: another one may answer at once).
    /// </summary>
    public async ValueTask WriteAsync(ICallerResponse caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var body = Body ?? Dialect.WriteError(Error, Id);
        caller.Begin(Error.Code.ToStatus(), body.Length);
        caller.SetHeader("Content-Type", MediaTypes.Json);
        ServiceHeaders.Write(caller, Id, Endpoint, Attempts, QueueMs);
        if (Error.RetryAfter is { } wait)
        {
            caller.SetHeader("Retry-After", ServiceHeaders.Text(Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))));
        }
        else if (Error.Code != ServiceErrorCode.ShuttingDown)
        {
            caller.SetHeader(ServiceHeaders.ShouldRetry, "false");
        }

        await caller.Body.WriteAsync(body, caller.Left);
    }
}
