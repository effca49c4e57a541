using System.Security.Cryptography;
using System.Text;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Queueing;
using MultiplexCluster.Host.Configuration;

namespace MultiplexCluster.Host.ClientKeys;

/// <summary>
/// Compares by SHA-256: what a caller can learn from the time it takes is at most something about a hash, never
/// about a key.
/// </summary>
internal sealed class ClientKeyCheck(MultiplexOptions options, IClientKeyAdministration keys) : IClientKeyCheck
{
    private const int LongestCredential = 256;
    private const int MostCredentials = 8;

    private volatile KeyTable _table = new([]);

    public bool IsAllowed(HttpRequest request, out byte lane)
    {
        lane = 0;
        if (!options.RequireClientKey)
        {
            return true;
        }

        var table = Fresh();
        foreach (var credential in PresentedCredentials.Of(request).Take(MostCredentials))
        {
            if (Find(table, credential) is { } key)
            {
                lane = Lanes.Of(key.Id);
                return true;
            }
        }

        return false;
    }

    private static ClientKey? Find(KeyTable table, string credential)
    {
        if (credential.Length is 0 or > LongestCredential)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(credential), hash);
        return table.Find(hash);
    }

    private KeyTable Fresh()
    {
        var current = keys.Current;
        var table = _table;
        return ReferenceEquals(table.Source, current) ? table : _table = new KeyTable(current);
    }
}
