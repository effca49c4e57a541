using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>Accepts connections until disposed.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private const int Backlog = 4096;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<Connection, Task> _connections = new();
    private readonly FakeState _state;
    private readonly Task _accepting;

    public Listener(FakeState state)
    {
        _state = state;
        _socket.Bind(new IPEndPoint(state.Options.Address, state.Options.Port));
        _socket.Listen(Backlog);
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _accepting;
        foreach (var connection in _connections.Keys)
        {
            connection.Stop();
        }

        await Task.WhenAll(_connections.Values);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket accepted;
            try
            {
                accepted = await _socket.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // disposed
            }

            accepted.NoDelay = true;
            var connection = new Connection(accepted, _state);
            var finished = new TaskCompletionSource();
            _connections[connection] = finished.Task;
            _ = RunAsync(connection, finished);
        }
    }

    private async Task RunAsync(Connection connection, TaskCompletionSource finished)
    {
        try
        {
            await connection.RunAsync();
            _connections.TryRemove(connection, out _);
            finished.SetResult();
        }
        catch (Exception e)
        {
            // A defect of the fake: kept, so that disposing it fails the test.
            finished.SetException(e);
        }
    }
}
