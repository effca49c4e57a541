using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Core.Secrets;

/// <summary>
/// Seals API keys with AES-256-GCM under the master key. Endpoint id and key version are associated data, so a
/// sealed key opens only where it belongs. Layout: nonce (12 random bytes), ciphertext, tag (16 bytes). Thread-safe.
/// </summary>
public sealed class KeySealer(MasterKey masterKey)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Seals a key for one endpoint and version.</summary>
    public SealedKey Seal(ApiKey key, EndpointId endpoint, int version)
    {
        var clear = Encoding.ASCII.GetBytes(key.Reveal());
        var box = new byte[NonceSize + clear.Length + TagSize];
        var nonce = box.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(masterKey.Bytes, TagSize);
        aes.Encrypt(nonce, clear, box.AsSpan(NonceSize, clear.Length), box.AsSpan(^TagSize..), BoundTo(endpoint, version));
        CryptographicOperations.ZeroMemory(clear);
        return new SealedKey(version, key.Hint, box);
    }

    /// <summary>Tells whether two nodes have the same master key, and nothing else of it: 32 bytes that may be stored.</summary>
    public byte[] Fingerprint() => HMACSHA256.HashData(masterKey.Bytes, "multiplexcluster/master-key/1"u8);

    /// <summary>Opens a sealed key; false when it was sealed under another master key, for another endpoint or version, or was altered.</summary>
    public bool TryUnseal(SealedKey box, EndpointId endpoint, [NotNullWhen(true)] out ApiKey? key)
    {
        key = null;
        var bytes = box.Bytes.Span;
        if (bytes.Length < NonceSize + TagSize)
        {
            return false;
        }

        var clear = new byte[bytes.Length - NonceSize - TagSize];
        try
        {
            using var aes = new AesGcm(masterKey.Bytes, TagSize);
            aes.Decrypt(bytes[..NonceSize], bytes[NonceSize..^TagSize], bytes[^TagSize..], clear, BoundTo(endpoint, box.Version));
            return ApiKey.TryParse(Encoding.ASCII.GetString(clear), out key);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    private static byte[] BoundTo(EndpointId endpoint, int version)
    {
        var data = new byte[endpoint.Value.Length + sizeof(int)];
        Encoding.ASCII.GetBytes(endpoint.Value, data);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(endpoint.Value.Length), version);
        return data;
    }
}
