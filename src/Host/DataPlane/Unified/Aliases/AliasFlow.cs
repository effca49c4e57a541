using System.Diagnostics.CodeAnalysis;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Host.DataPlane.Unified.Aliases;

/// <summary>Goes on where an alias's model could not serve a request.</summary>
internal static class AliasFlow
{
    /// <summary>Has the next models tried, until an answer is given. <see cref="CurrentOf"/> tells whose.</summary>
    internal static async ValueTask FollowAsync(RelayRequest first, IRequestRouter router, Forwarder forwarder)
    {
        var plan = (AliasPlan)first.Fallback!;
        while (plan.Current!.IsPassedOver)
        {
            if (!await plan.NextAsync())
            {
                await RelayFlow.AnswerAsync(plan.Current);
                return;
            }

            await RelayFlow.RunAsync(plan.Current, router, forwarder);
        }
    }

    /// <summary>The call that a request has come to: its own, or that of the model of its alias which was tried last or gave the answer.</summary>
    [return: NotNullIfNotNull(nameof(request))]
    internal static RelayRequest? CurrentOf(RelayRequest? request) => request?.Fallback is AliasPlan plan ? plan.Current : request;
}
