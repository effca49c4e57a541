using System.Net.Sockets;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>What a connection has received and not used yet.</summary>
internal sealed class InputBuffer(Socket socket)
{
    /// <summary>A head larger than this ends the connection.</summary>
    public const int Limit = 1 << 21;

    private const int Usual = 8 * 1024;
    private const int ForBodies = 64 * 1024;

    private byte[] _bytes = new byte[Usual];
    private int _start;
    private int _end;
    private Task<int>? _watch;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start.._end);

    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    /// <summary>Makes receives large, once a connection is known to bring large bodies.</summary>
    public void ExpectMore()
    {
        if (_watch is null && _bytes.Length < ForBodies)
        {
            MoveTo(new byte[ForBodies]);
        }
    }

    /// <summary>Receives more; false when the client is gone or sent more than fits.</summary>
    public async ValueTask<bool> FillAsync()
    {
        int count;
        if (_watch is { } watch)
        {
            _watch = null;
            count = await watch;
        }
        else if (!MakeRoom())
        {
            return false;
        }
        else
        {
            count = await ReceiveAsync();
        }

        _end += count;
        return count > 0;
    }

    /// <summary>
    /// Starts to receive while an answer is made, so that a client's leaving is noticed at once. What comes
    /// instead, the next request, waits here for the next <see cref="FillAsync"/>.
    /// </summary>
    public void Watch(Action left)
    {
        // A client that sent its next request early is not watched: nothing can be received past unread bytes
        // while they may still move.
        if (_watch is null && _start == _end)
        {
            _watch = WatchAsync(left);
        }
    }

    private async Task<int> WatchAsync(Action left)
    {
        var count = await ReceiveAsync();
        if (count == 0)
        {
            left();
        }

        return count;
    }

    private async ValueTask<int> ReceiveAsync()
    {
        try
        {
            return await socket.ReceiveAsync(_bytes.AsMemory(_end), SocketFlags.None);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private bool MakeRoom()
    {
        if (_end < _bytes.Length)
        {
            return true;
        }

        if (_end - _start >= Limit)
        {
            return false;
        }

        MoveTo(_start > 0 ? _bytes : new byte[_bytes.Length * 2]);
        return true;
    }

    private void MoveTo(byte[] target)
    {
        Unread.CopyTo(target);
        (_bytes, _start, _end) = (target, 0, _end - _start);
    }
}
