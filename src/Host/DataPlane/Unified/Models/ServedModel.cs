using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.DataPlane.Unified.Models;

/// <summary>A model that an endpoint serves.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Created">Unix seconds; 0 where the provider doesn't say.</param>
internal sealed record ServedModel(ProviderKind Provider, string Name, long Created)
{
    /// <summary>Its name on the unified surface.</summary>
    internal string Id => IsAlias ? Name : $"{Provider.ToWireName()}/{Name}";

    /// <summary>It is an alias, which stands for models of whatever providers.</summary>
    internal bool IsAlias { get; private init; }

    /// <summary>Whose it is, for callers.</summary>
    internal string Owner => IsAlias ? "multiplexcluster" : Provider.ToWireName();

    /// <summary>An alias.</summary>
    internal static ServedModel Alias(string name) => new(default, name, 0) { IsAlias = true };
}
