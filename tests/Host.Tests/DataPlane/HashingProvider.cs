using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>
/// A provider on a bare socket that holds no body: it answers one call with the hash of what came, or with so many bytes of
/// its own, hashed as they go.
/// </summary>
internal sealed class HashingProvider : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private readonly int _piece;
    private readonly int _length;
    private readonly string? _type;

    private HashingProvider(int piece, int length, string? type)
    {
        (_piece, _length, _type) = (piece, length, type);
        _listener.Start();
        _serving = ServeAsync();
    }

    internal string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    /// <summary>The hash of what was sent, in hexadecimal.</summary>
    internal string Sent { get; private set; } = string.Empty;

    /// <summary>Answers with the hash of the body, or with <paramref name="length"/> bytes of this type.</summary>
    internal static HashingProvider Start(int piece, int length = 0, string? type = null) => new(piece, length, type);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        using var socket = await _listener.AcceptSocketAsync();
        await using var stream = new NetworkStream(socket);
        var received = await ReceiveAsync(stream);
        if (_type is null)
        {
            await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {received.Length}\r\n\r\n{received}");
            return;
        }

        await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: {_type}\r\nContent-Length: {_length}\r\n\r\n");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[_piece];
        for (var i = 0; i < _length / _piece; i++)
        {
            LargeFileTests.Fill(piece, i);
            hash.AppendData(piece);
            await stream.WriteAsync(piece);
        }

        Sent = Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The hash of a call's body.</summary>
    private async Task<string> ReceiveAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        while (!(head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            head.Add((byte)stream.ReadByte());
        }

        var left = Encoding.Latin1.GetString([.. head]).Split("\r\n")
            .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => long.Parse(line.AsSpan(15), CultureInfo.InvariantCulture))
            .FirstOrDefault();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[_piece];
        while (left > 0)
        {
            var read = await stream.ReadAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)));
            hash.AppendData(piece, 0, read);
            left -= read;
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static ValueTask WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text));
}
