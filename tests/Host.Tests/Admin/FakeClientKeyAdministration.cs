using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>Client keys in memory.</summary>
internal sealed class FakeClientKeyAdministration : IClientKeyAdministration
{
    public bool StoreIsDown { get; set; }

    public IReadOnlyList<ClientKey> Current { get; private set; } = [];

    public Task<bool> StoreAsync(ClientKey key, CancellationToken ct)
    {
        if (!StoreIsDown)
        {
            Current = [.. Current, key];
        }

        return Task.FromResult(!StoreIsDown);
    }

    public Task<RevokeResult> RevokeAsync(string id, CancellationToken ct)
    {
        if (StoreIsDown)
        {
            return Task.FromResult(RevokeResult.StoreUnavailable);
        }

        var left = Current.Where(key => key.Id != id).ToArray();
        var result = left.Length < Current.Count ? RevokeResult.Revoked : RevokeResult.NotFound;
        Current = left;
        return Task.FromResult(result);
    }
}
