using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>A large form that is made while it is sent, and hashed on its way.</summary>
internal sealed class HashedContent(long size, int piece, string head, string tail) : HttpContent
{
    /// <summary>The hash of all that was sent, in hexadecimal.</summary>
    internal string Hash { get; private set; } = string.Empty;

    protected override bool TryComputeLength(out long length)
    {
        length = head.Length + size + tail.Length;
        return true;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[piece];
        await SendAsync(Encoding.Latin1.GetBytes(head));
        for (var i = 0; i < size / piece; i++)
        {
            LargeFileTests.Fill(bytes, i);
            await SendAsync(bytes);
        }

        await SendAsync(Encoding.Latin1.GetBytes(tail));
        Hash = Convert.ToHexString(hash.GetHashAndReset());

        async Task SendAsync(byte[] sent)
        {
            hash.AppendData(sent);
            await stream.WriteAsync(sent);
        }
    }
}
