using System.Buffers;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>Gives the caller what the router decided.</summary>
internal static class FinalAnswerWriter
{
    /// <summary>
    /// Writes the answer. Nothing is written where the caller has one already: the router may end a request (it stops,
    /// say) while an answer runs, and what runs is the answer.
    /// </summary>
    internal static ValueTask WriteAsync(RelayRequest request, in FinalAnswer answer)
    {
        if (request.Status != 0)
        {
            return ValueTask.CompletedTask;
        }

        switch (answer.Kind)
        {
            case FinalAnswerKind.Delivered:
                // The caller left before anything was said. Without the cut, an empty 200 would follow.
                request.Caller.Abort();
                return ValueTask.CompletedTask;
            case FinalAnswerKind.PassOn when request.Held is { } held:
                return PassOnAsync(request, held, answer, exhausted: false);
            case FinalAnswerKind.PassOnExhausted when request.Held is { } held:
                return PassOnAsync(request, held, answer, exhausted: true);
            case FinalAnswerKind.PassOn or FinalAnswerKind.PassOnExhausted:
                return RefuseAsync(request, AttemptFailures.BrokeOff, answer);
            case FinalAnswerKind.Refused:
                return RefuseAsync(request, answer.Error!, answer);
            default:
                throw new InvalidOperationException($"unknown answer {answer.Kind}");
        }
    }

    private static async ValueTask PassOnAsync(RelayRequest request, HeldAnswer held, FinalAnswer answer, bool exhausted)
    {
        var caller = request.Caller;
        var isAsReceived = held.IsWhole && request.Translation is null;
        var body = !held.IsWhole ? request.Dialect.WriteError(AttemptFailures.Unreadable(held.Status), request.Id)
            : request.Translation is { } translation ? translation.Error(held.Status, held.Body)
            : held.Body;
        request.Status = held.Status;
        caller.Begin(held.Status, body.Length);
        foreach (var header in held.Headers)
        {
            if (AnswerHeaderRules.Passes(header.Name, header.Value, held.NamedByConnection)
                && (isAsReceived || !header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))
            {
                caller.AddHeader(header.Name, header.Value);
            }
        }

        if (!isAsReceived)
        {
            caller.SetHeader("Content-Type", MediaTypes.Json);
        }

        ServiceHeaders.Write(caller, request.Id, answer.Endpoint, answer.Attempts, answer.QueueMs);
        if (exhausted)
        {
            caller.SetHeader(ServiceHeaders.ShouldRetry, "false");
        }

        await caller.Body.WriteAsync(body, caller.Left);
    }

    private static ValueTask RefuseAsync(RelayRequest request, ServiceError error, in FinalAnswer answer)
    {
        request.Status = error.Code.ToStatus();
        var refusal = new Refusal(request.Dialect, error, request.Id)
        {
            Endpoint = answer.Endpoint,
            Attempts = answer.Attempts,
            QueueMs = answer.QueueMs,
        };
        return refusal.WriteAsync(request.Caller);
    }
}
