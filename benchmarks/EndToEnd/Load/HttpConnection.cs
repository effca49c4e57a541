using System.Net.Sockets;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>One keep-alive HTTP/1.1 connection on a raw socket, cheap enough to share the machine with what it measures.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int LargestHead = 8 * 1024;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = [];

    public static async Task<HttpConnection> OpenAsync(int port, CancellationToken cancellation)
    {
        var connection = new HttpConnection();
        try
        {
            await connection._socket.ConnectAsync("127.0.0.1", port, cancellation);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends without reading: for requests that are meant to wait.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[await _socket.SendAsync(request)..];
        }
    }

    /// <summary>Sends a request and reads its whole answer.</summary>
    /// <returns>The HTTP status.</returns>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request, BodyPart? body)
    {
        await SendAsync(request);
        _buffer = _buffer.Length == 0 ? new byte[LargestHead] : _buffer;
        int filled = 0, headEnd;
        do
        {
            filled += await ReceiveAsync(filled);
            headEnd = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        while (headEnd < 0);

        var head = ResponseHead.Parse(_buffer.AsSpan(0, headEnd));
        var framing = new BodyFraming(head.ContentLength);
        framing.Feed(_buffer.AsSpan(headEnd + 4, filled - headEnd - 4), body);
        while (!framing.Complete)
        {
            framing.Feed(_buffer.AsSpan(0, await ReceiveAsync(0)), body);
        }

        return head.Status;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int offset)
    {
        var room = _buffer.AsMemory(offset);
        var read = room.IsEmpty ? throw new InvalidDataException("The answer's head is too large.") : await _socket.ReceiveAsync(room);
        return read > 0 ? read : throw new EndOfStreamException("The server closed the connection in the middle of an answer.");
    }
}
