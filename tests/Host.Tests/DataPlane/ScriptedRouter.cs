using System.Collections.Concurrent;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>A router without a cluster: grants at once, tries again as often as it is told, and remembers every end.</summary>
internal sealed class ScriptedRouter(params string[] baseUrls) : IRequestRouter
{
    internal static readonly EndpointId Endpoint = EndpointId.Parse("endpoint-1");

    internal ConcurrentQueue<AttemptResult> Ends { get; } = new();

    internal ConcurrentQueue<OutcomeClass> Verdicts { get; } = new();

    internal ConcurrentQueue<ProviderRequest> Executed { get; } = new();

    internal int CallersLeft { get; private set; }

    internal bool Grants { get; init; } = true;

    internal bool IsProbe { get; init; }

    internal CancellationToken PermitLost { get; init; }

    internal TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal ServiceError? Refusal { get; init; }

    /// <summary>Answered to a caller who has left, instead of nothing.</summary>
    internal ServiceError? LeaverRefusal { get; init; }

    public void Execute(ProviderRequest request)
    {
        Executed.Enqueue(request);
        if (Refusal is not null)
        {
            request.Finish(FinalAnswer.Refused(Refusal, default, 0, 7));
        }
        else if (Grants)
        {
            request.Perform(NewOrder(request, 1));
        }
    }

    public void CallerLeft(ProviderRequest request)
    {
        CallersLeft++;
        request.Finish(LeaverRefusal is null ? FinalAnswer.Delivered(default, 0, 0) : FinalAnswer.Refused(LeaverRefusal, default, 0, 7));
    }

    internal async Task<AttemptResult> EndAsync(int number = 1)
    {
        for (var i = 0; i < 500 && Ends.Count < number; i++)
        {
            await Task.Delay(10);
        }

        return Ends.ElementAt(number - 1);
    }

    private Order NewOrder(ProviderRequest request, int attempt) => new(this, request)
    {
        EndpointId = Endpoint,
        Attempt = attempt,
        IsProbe = IsProbe,
        QueueMs = 7,
        PermitLost = PermitLost,
        Key = ApiKey.TryParse("sk-canary-secret-1234", out var key) ? key : throw new InvalidOperationException(),
        Target = new UpstreamTarget(
            request.Provider, baseUrls[Math.Min(attempt, baseUrls.Length) - 1], null!, "org-own", "proj-own", FirstByteTimeout, IdleTimeout, null!),
    };

    private void Ended(ProviderRequest request, int attempt, in AttemptResult result)
    {
        Ends.Enqueue(result);
        if (result.AnswerStarted || result.Outcome == OutcomeClass.Cancelled)
        {
            request.Finish(FinalAnswer.Delivered(Endpoint, attempt, 7));
        }
        else if (attempt < baseUrls.Length)
        {
            request.Perform(NewOrder(request, attempt + 1));
        }
        else
        {
            request.Finish(result.AnswerHeld
                ? FinalAnswer.PassOn(Endpoint, attempt, 7, retriesExhausted: result.Outcome != OutcomeClass.CallerFault)
                : FinalAnswer.Refused(result.Error!, Endpoint, attempt, 7));
        }
    }

    private sealed class Order(ScriptedRouter router, ProviderRequest request) : AttemptOrder
    {
        private int _ended;

        public override void HeadersArrived(OutcomeClass outcome) => router.Verdicts.Enqueue(outcome);

        public override void Ended(in AttemptResult result)
        {
            if (Interlocked.Increment(ref _ended) != 1)
            {
                throw new InvalidOperationException("an order ended twice");
            }

            router.Ended(request, Attempt, result);
        }
    }
}
