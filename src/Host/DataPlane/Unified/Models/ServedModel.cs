using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.DataPlane.Unified.Models;

/// <summary>A model that an endpoint serves.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Created">Unix seconds; 0 where the provider doesn't say.</param>
internal sealed record ServedModel(ProviderKind Provider, string Name, long Created)
{
    /// <summary>Its name on the unified surface.</summary>
    internal string Id => $"{Provider.ToWireName()}/{Name}";
}
