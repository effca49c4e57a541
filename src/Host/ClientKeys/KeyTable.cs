using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Host.ClientKeys;

/// <summary>One replica of the client keys, found by the first 8 bytes of their hash, then compared in constant time.</summary>
internal sealed class KeyTable(IReadOnlyList<ClientKey> source)
{
    private readonly FrozenDictionary<ulong, ClientKey[]> _byPrefix =
        source.GroupBy(key => Prefix(key.Hash.Span)).ToFrozenDictionary(keys => keys.Key, keys => keys.ToArray());

    public IReadOnlyList<ClientKey> Source => source;

    /// <summary>The key of this hash; null where there is none.</summary>
    public ClientKey? Find(ReadOnlySpan<byte> hash)
    {
        ClientKey? found = null;
        if (_byPrefix.TryGetValue(Prefix(hash), out var keys))
        {
            foreach (var key in keys)
            {
                found = CryptographicOperations.FixedTimeEquals(key.Hash.Span, hash) ? key : found;
            }
        }

        return found;
    }

    private static ulong Prefix(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt64LittleEndian(hash);
}
