using System.Security.Cryptography;
using System.Text;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Core.Secrets;

/// <summary>
/// Ids of endpoints made from environment keys: the same key gives the same id on every node and at every start,
/// and without the master key the id tells nothing of the key.
/// </summary>
public static class EnvironmentEndpointId
{
    /// <summary>An id like <c>env-openai-0123456789ab</c>.</summary>
    public static EndpointId For(ProviderKind provider, ApiKey key, MasterKey masterKey)
    {
        var name = provider.ToWireName();
        var text = Encoding.ASCII.GetBytes($"environment endpoint\n{name}\n{key.Reveal()}");
        var hash = HMACSHA256.HashData(masterKey.Bytes, text);
        return EndpointId.Parse($"env-{name}-{Convert.ToHexStringLower(hash.AsSpan(0, 6))}");
    }
}
