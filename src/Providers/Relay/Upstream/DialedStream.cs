using System.Buffers.Binary;
using System.Net.Sockets;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>A dialed connection as it is on the wire, below TLS: counts what it sends and asks the system what became of it.</summary>
internal sealed class DialedStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    // Linux: getsockopt(IPPROTO_TCP, TCP_INFO); tcpi_bytes_acked (RFC 4898) stands at byte 120 of struct tcp_info.
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int BytesAcked = 120;

    private long _sent;

    /// <summary>Bytes given to the system so far.</summary>
    internal long Sent => Volatile.Read(ref _sent);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref _sent, _sent + buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>
    /// True when the other side has closed in good order (FIN), and its system had received nothing of what was sent after
    /// the first so many bytes. A reset says nothing of that: whoever resets may have read everything. False where the
    /// system doesn't tell, as all but Linux.
    /// </summary>
    internal bool WasClosedBefore(long sent)
    {
        try
        {
            return OperatingSystem.IsLinux() && IsAtEnd() && Acknowledged() <= sent;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    // Still so after a reset that follows the end.
    private bool IsAtEnd()
    {
        Span<byte> next = stackalloc byte[1];
        return Socket.Poll(0, SelectMode.SelectRead) && Socket.Receive(next, SocketFlags.Peek) == 0;
    }

    private long Acknowledged()
    {
        Span<byte> info = stackalloc byte[BytesAcked + sizeof(long)];
        var length = Socket.GetRawSocketOption(Tcp, TcpInfo, info);

        // The opening of the connection counts as one byte.
        return length < info.Length ? long.MaxValue : BinaryPrimitives.ReadInt64LittleEndian(info[BytesAcked..]) - 1;
    }
}
