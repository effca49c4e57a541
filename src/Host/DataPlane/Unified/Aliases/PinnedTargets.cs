using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Aliases;
using MultiplexCluster.Providers.Translation.Models;

namespace MultiplexCluster.Host.DataPlane.Unified.Aliases;

/// <summary>Which models of its alias a request may go to that names its endpoint: those of the endpoint's provider.</summary>
internal sealed class PinnedTargets(IEndpointAdministration endpoints, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Those models, or what is wrong where there are none. All of them where the endpoint says nothing: the router finds out.</summary>
    internal async ValueTask<(IReadOnlyList<AliasTarget> Targets, IntakeFault? Fault)> FittingAsync(
        string alias, IReadOnlyList<AliasTarget> targets, EndpointId? pinned, CancellationToken left)
    {
        if (pinned is not { } endpoint || await ProviderOfAsync(endpoint, left) is not { } provider)
        {
            return (targets, null);
        }

        IReadOnlyList<AliasTarget> fitting = [.. targets.Where(target => ModelName.TryParse(target.Model, out var model) && model.Provider == provider)];
        return fitting.Count > 0 ? (fitting, null) : (fitting, IntakeFault.Invalid(
            $"The endpoint '{endpoint}' holds a key of {provider.ToWireName()}, and the alias '{alias}' names no model of that provider."));
    }

    private async Task<ProviderKind?> ProviderOfAsync(EndpointId endpoint, CancellationToken left)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, left);
        try
        {
            return (await endpoints.SendAsync(new DescribeEndpoint(endpoint), either.Token) as EndpointAnswer.Described)?.Details.Settings.Provider;
        }
        catch (Exception silent) when (silent is TimeoutException || (silent is OperationCanceledException && !left.IsCancellationRequested))
        {
            return null;
        }
    }
}
