using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Host.ClientKeys;

/// <summary>Makes client keys: <c>mpx_</c> and 256 random bits in base64url. Only the hash is ever stored.</summary>
public static class ClientKeyMaker
{
    /// <summary>A key as it is stored, and its text, to be shown once.</summary>
    public static (ClientKey Stored, string Text) Create(string name, DateTimeOffset now)
    {
        var text = "mpx_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var id = "ck_" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        return (new ClientKey(id, name, SHA256.HashData(Encoding.ASCII.GetBytes(text)), now), text);
    }
}
