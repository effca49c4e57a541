using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Host.DataPlane.Unified.Aliases;

/// <summary>Goes on where an alias's model could not serve a request.</summary>
internal static class AliasFlow
{
    /// <summary>Has the next models tried, until one's answer is given; the request that got it.</summary>
    internal static async ValueTask<RelayRequest> FollowAsync(RelayRequest request, IRequestRouter router, Forwarder forwarder)
    {
        while (request is { IsPassedOver: true, Fallback: AliasPlan plan })
        {
            if (await plan.NextAsync(request.Answer) is not { } next)
            {
                // None of the rest can take it: so this was the answer.
                await RelayFlow.AnswerAsync(request);
                break;
            }

            request = next;
            await RelayFlow.RunAsync(request, router, forwarder);
        }

        return request;
    }
}
