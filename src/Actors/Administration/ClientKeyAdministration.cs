using Akka.Hosting;
using MultiplexCluster.Actors.ClientKeys;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Administration;

/// <summary>The way from the admin API to the client-key registry, and this node's copy of the keys.</summary>
public sealed class ClientKeyAdministration(IRequiredActor<ClientKeySingleton> registry, ClientKeyList list) : IClientKeyAdministration
{
    /// <inheritdoc/>
    public IReadOnlyList<ClientKey> Current => list.Keys;

    /// <inheritdoc/>
    public async Task<bool> StoreAsync(ClientKey key, CancellationToken ct) => await AskAsync(new StoreClientKey(key), ct) switch
    {
        ClientKeyStored => true,
        ClientKeysUnavailable => false,
        var unknown => throw new InvalidOperationException($"unknown answer {unknown.GetType().Name}"),
    };

    /// <inheritdoc/>
    public async Task<RevokeResult> RevokeAsync(string id, CancellationToken ct) => await AskAsync(new RevokeClientKey(id), ct) switch
    {
        ClientKeyRevoked => RevokeResult.Revoked,
        ClientKeyNotFound => RevokeResult.NotFound,
        ClientKeysUnavailable => RevokeResult.StoreUnavailable,
        var unknown => throw new InvalidOperationException($"unknown answer {unknown.GetType().Name}"),
    };

    private Task<object> AskAsync(IClientKeyMessage message, CancellationToken ct) => registry.AskAsync<ClientKeySingleton, object>(message, ct);
}
