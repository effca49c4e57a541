using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Host.DataPlane.Unified.Models;

/// <summary>What the endpoints can serve: the names in their settings, and what their providers list as far as those let it through.</summary>
internal sealed class ModelCatalog(IEndpointAdministration endpoints, ModelLists lists) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A list asks every endpoint; callers who ask often wait for each other.
    private readonly SemaphoreSlim _asking = new(1);

    private static readonly ServiceError NoEndpoint = new(
        ServiceErrorCode.EndpointNotFound, "There is no endpoint with the id in X-Multiplex-Endpoint.");

    /// <summary>The models a caller with these instructions can name, by provider and name; or that the endpoint or the pool it names doesn't exist.</summary>
    internal async Task<(IReadOnlyList<ServedModel> Models, ServiceError? Fault)> ListAsync(Instructions asked, CancellationToken ct)
    {
        var all = await EndpointsAsync(ct);
        if (FaultOf(asked, all) is { } fault)
        {
            return ([], fault);
        }

        var serving = all
            .Where(endpoint => endpoint.Settings.Enabled && (asked.Pinned is { } pinned ? endpoint.EndpointId == pinned : endpoint.Settings.Pool == asked.Pool))
            .GroupBy(endpoint => endpoint.Settings.Provider);
        var found = await Task.WhenAll(serving.Select(provider => OfAsync(provider.Key, [.. provider.Select(e => e.Settings)], asked, ct)));
        return ([.. found.SelectMany(models => models).OrderBy(model => model.Id, StringComparer.Ordinal)], null);
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private static ServiceError? FaultOf(Instructions asked, IReadOnlyList<EndpointDetails> all)
    {
        if (asked.Pinned is { } named)
        {
            return all.Any(endpoint => endpoint.EndpointId == named) ? null : NoEndpoint;
        }

        if (asked.Pool is not { } label || all.Count == 0 || all.Any(endpoint => endpoint.Settings.Pool == label))
        {
            return null;
        }

        var labels = all.Select(endpoint => endpoint.Settings.Pool).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new ServiceError(ServiceErrorCode.InvalidRequest, PoolLabels.Unknown(label, [.. labels]));
    }

    private async Task<IReadOnlyList<EndpointDetails>> EndpointsAsync(CancellationToken ct)
    {
        if (!await _asking.WaitAsync(Patience, ct))
        {
            throw new TimeoutException("others still ask");
        }

        try
        {
            return await endpoints.ListAsync(ct);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<IEnumerable<ServedModel>> OfAsync(
        ProviderKind provider, IReadOnlyList<EndpointSettings> settings, Instructions asked, CancellationToken ct)
    {
        // Where every endpoint names its models one by one, there is nothing to ask the provider.
        var isOpen = settings.Any(s => s.Models.Count == 0 || s.Models.Any(IsPattern));
        var listed = isOpen ? await lists.OfAsync(provider, asked.Pool, asked.Pinned, ct) ?? [] : [];
        var named = settings.SelectMany(s => s.Models).Where(model => !IsPattern(model)).Select(model => new ServedModel(provider, model, 0));
        return listed
            .Where(model => settings.Any(s => ModelPattern.Serves(s.Models, model.Name)))
            .Concat(named)
            .DistinctBy(model => model.Name, StringComparer.Ordinal);
    }

    private static bool IsPattern(string model) => model.Contains('*', StringComparison.Ordinal);
}
