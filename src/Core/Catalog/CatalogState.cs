using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Catalog;

/// <summary>Which endpoint ids exist: the fold of the catalog's events.</summary>
public sealed class CatalogState
{
    private readonly HashSet<EndpointId> _ids = [];
    private readonly HashSet<EndpointId> _fromEnvironment = [];
    private readonly HashSet<EndpointId> _deletedFromEnvironment = [];

    /// <summary>All ids.</summary>
    public IReadOnlyCollection<EndpointId> Ids => _ids;

    /// <summary>Whether the id exists.</summary>
    public bool Contains(EndpointId id) => _ids.Contains(id);

    /// <summary>Whether the id is that of an endpoint of an environment key.</summary>
    public bool IsFromEnvironment(EndpointId id) => _fromEnvironment.Contains(id);

    /// <summary>Whether an operator deleted this endpoint of an environment key.</summary>
    public bool WasDeleted(EndpointId id) => _deletedFromEnvironment.Contains(id);

    /// <summary>After an event.</summary>
    public void Apply(IJournalType happened)
    {
        switch (happened)
        {
            case IdWasReserved reserved:
                _ids.Add(reserved.EndpointId);
                if (reserved.FromEnvironment)
                {
                    _fromEnvironment.Add(reserved.EndpointId);
                }

                break;
            case IdWasReleased released:
                _ids.Remove(released.EndpointId);
                if (_fromEnvironment.Remove(released.EndpointId) && released.WasDeleted)
                {
                    _deletedFromEnvironment.Add(released.EndpointId);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "unknown event");
        }
    }

    /// <summary>Takes over a snapshot.</summary>
    public void Restore(CatalogSnapshot snapshot)
    {
        _ids.UnionWith(snapshot.Ids);
        _fromEnvironment.UnionWith(snapshot.FromEnvironment);
        _deletedFromEnvironment.UnionWith(snapshot.DeletedFromEnvironment);
    }

    /// <summary>All of it, for a snapshot.</summary>
    public CatalogSnapshot ToSnapshot() => new([.. _ids], [.. _fromEnvironment], [.. _deletedFromEnvironment]);
}
