using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Checks;

/// <summary>
/// Tries a refused key by a call that costs nothing: the provider's list of models. Only such a list shows that the key is
/// taken. It takes a permit like any call, and its report tells the endpoint what came of it.
/// </summary>
/// <param name="codecs">The dialects.</param>
/// <param name="router">This node's router.</param>
/// <param name="forwarder">What makes the call.</param>
/// <param name="newId">Makes the call's label, for logs and the provider.</param>
/// <param name="time">Its patience is measured by it.</param>
public sealed class KeyCheck(IReadOnlyList<IProviderCodec> codecs, IRequestRouter router, Forwarder forwarder, Func<RequestId> newId, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ServiceError NoneInTime =
        new(ServiceErrorCode.UpstreamTimeout, "The provider did not answer within 10 seconds.");

    /// <summary>Makes one call with the endpoint's key. The task doesn't fail but for a defect.</summary>
    /// <param name="endpoint">Whose key.</param>
    /// <param name="provider">Who issued it.</param>
    /// <param name="stop">Breaks it off: nobody wants its verdict any more.</param>
    /// <returns>Why there was no verdict, without a word of the answer; null where there was one, or where it was broken off.</returns>
    public async Task<ServiceError?> RunAsync(EndpointId endpoint, ProviderKind provider, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var nobody = new DiscardedResponse(patience.Token, stop);
        var codec = codecs.First(codec => codec.Provider == provider);
        var target = TargetOf(provider);
        var request = new RelayRequest
        {
            Id = newId(),
            Provider = provider,
            Codec = codec,
            Route = codec.Match("GET", target.Split('?')[0]) ?? throw new InvalidOperationException($"no route for {target}"),
            Method = HttpMethod.Get,
            PathAndQuery = target,
            Headers = provider is ProviderKind.Anthropic ? new[] { new ForwardedHeader("anthropic-version", "2023-06-01") } : [],
            Body = null,
            Caller = nobody,
            IsKeyCheck = true,
            Wishes = new CallWishes { Priority = PriorityClass.High, Pinned = endpoint, WaitLimit = Patience },
        };
        await RelayFlow.RunAsync(request, router, forwarder);
        return stop.IsCancellationRequested ? null
            : request.LastAttempt.Outcome is OutcomeClass.Cancelled && patience.IsCancellationRequested ? NoneInTime
            : request.LastAttempt switch
            {
                { Outcome: OutcomeClass.Success or OutcomeClass.KeyRefused or OutcomeClass.OutOfQuota } => null,
                { Error: { } error } => error,
                _ when request.Held is { Status: var status } => new(ServiceErrorCode.UpstreamError, $"The provider answered with status {status}."),
                _ => null,
            };
    }

    // OpenAI, Groq: GET /models; docs.claude.com/en/api/models-list; ai.google.dev/api/models.
    private static string TargetOf(ProviderKind provider) => provider switch
    {
        ProviderKind.OpenAi or ProviderKind.Groq => "/models",
        ProviderKind.Anthropic => "/v1/models?limit=1",
        ProviderKind.Gemini => "/v1beta/models?pageSize=1",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "no such provider"),
    };
}
