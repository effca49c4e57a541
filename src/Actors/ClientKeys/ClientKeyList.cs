using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.ClientKeys;

/// <summary>The client keys as this node knows them; read from any thread.</summary>
public sealed class ClientKeyList
{
    private volatile IReadOnlyList<ClientKey> _keys = [];

    /// <summary>All keys.</summary>
    public IReadOnlyList<ClientKey> Keys => _keys;

    internal void Replace(IReadOnlyList<ClientKey> keys) => _keys = keys;
}
