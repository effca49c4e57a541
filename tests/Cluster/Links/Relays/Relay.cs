using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MultiplexCluster.Cluster.Links.Relays;

/// <summary>Listens at the address that a node advertises and passes connections on to where the node listens.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint _target;
    private readonly Func<Socket, (Lane There, Lane Back)?> _lanesOf;
    private readonly ConcurrentDictionary<RelayedConnection, (Lane There, Lane Back)> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <param name="at">Where to listen.</param>
    /// <param name="target">Where the node listens.</param>
    /// <param name="lanesOf">The lanes of an accepted connection; null for a stranger's, which is reset.</param>
    public Relay(IPEndPoint at, IPEndPoint target, Func<Socket, (Lane There, Lane Back)?> lanesOf)
    {
        _target = target;
        _lanesOf = lanesOf;
        _listener.Bind(at);
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    /// <summary>Resets the connections that need this lane.</summary>
    public void Reset(Lane lane)
    {
        foreach (var (connection, lanes) in _open)
        {
            if (lanes.There == lane || lanes.Back == lane)
            {
                connection.Reset();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _open.Keys)
        {
            connection.Reset();
        }

        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = PassOnAsync(await _listener.AcceptAsync(_end.Token));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or the caller was gone before it was accepted.
            }
        }
    }

    private async Task PassOnAsync(Socket caller)
    {
        try
        {
            await Task.Yield();
            if (_lanesOf(caller) is not { } lanes || lanes.There.Resets || lanes.Back.Resets || await ConnectAsync(caller, lanes) is not { } callee)
            {
                RelayedConnection.Abort(caller);
                return;
            }

            using var connection = new RelayedConnection(caller, callee, lanes.There, lanes.Back);
            _open[connection] = lanes;
            try
            {
                await connection.RunAsync();
            }
            finally
            {
                _open.TryRemove(connection, out _);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            RelayedConnection.Abort(caller);
        }
    }

    /// <summary>A connection needs both directions to come about; who gave up waiting for that never made one.</summary>
    private async Task<Socket?> ConnectAsync(Socket caller, (Lane There, Lane Back) lanes)
    {
        await lanes.There.PassAsync(_end.Token);
        await lanes.Back.PassAsync(_end.Token);
        if (!SocketTable.IsOpen((IPEndPoint)caller.LocalEndPoint!, (IPEndPoint)caller.RemoteEndPoint!))
        {
            return null;
        }

        var callee = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        caller.NoDelay = true;
        try
        {
            await callee.ConnectAsync(_target, _end.Token);
            return callee;
        }
        catch (SocketException)
        {
            // The refusal goes back the same way as anything else.
            callee.Dispose();
            await lanes.Back.PassAsync(_end.Token);
            return null;
        }
    }
}
