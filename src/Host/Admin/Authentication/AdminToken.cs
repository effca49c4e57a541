using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MultiplexCluster.Host.Authentication;

namespace MultiplexCluster.Host.Admin.Authentication;

/// <summary>The bearer token of the admin API; only its hash is kept.</summary>
public sealed class AdminToken(string token)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>A new token: 256 random bits, base64url.</summary>
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether the request carries it as its one <c>Authorization: Bearer</c> header.</summary>
    public bool IsPresentedBy(HttpRequest request) =>
        request.Headers.Authorization is [{ } header]
        && BearerHeader.TryRead(header, out var presented)
        && Matches(presented);

    /// <summary>Whether a text is the token, in a time that tells nothing of how much of it is right.</summary>
    public bool Matches(ReadOnlySpan<char> candidate)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(candidate)];
        Encoding.UTF8.GetBytes(candidate, bytes);
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(bytes), _hash);
    }

    /// <inheritdoc/>
    public override string ToString() => "***";
}
