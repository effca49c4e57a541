using System.Net.Sockets;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>A closed loop of keep-alive connections, which stay open and silent between its rounds.</summary>
internal sealed class LoadPool : IDisposable
{
    private static readonly TimeSpan Ramp = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(60);
    private readonly ServerProcess _server;
    private readonly IExchange _exchange;
    private readonly HttpConnection?[] _connections;
    private readonly CurrentTally _tally = new();
    private volatile bool _running;
    private volatile bool _disposed;

    private readonly TimeSpan _spread;

    private LoadPool(ServerProcess server, IExchange exchange, int connections, TimeSpan spread)
    {
        _server = server;
        _exchange = exchange;
        _spread = spread;
        _connections = new HttpConnection?[connections];
    }

    /// <param name="spread">Time over which the connections begin, evenly; zero = all at once.</param>
    public static async Task<LoadPool> OpenAsync(
        ServerProcess server, IExchange exchange, int connections, TimeSpan spread, CancellationToken cancellation)
    {
        var pool = new LoadPool(server, exchange, connections, spread);
        for (var i = 0; i < connections; i++)
        {
            pool._connections[i] = await HttpConnection.OpenAsync(server.Port, cancellation);
        }

        return pool;
    }

    /// <summary>Runs the load and measures a window of it in full swing: neither its start nor its end.</summary>
    public async Task<Window> RunAsync(TimeSpan window, CancellationToken cancellation)
    {
        _server.ThrowIfExited();
        _running = true;
        _tally.Begin();
        var loops = Enumerable.Range(0, _connections.Length).Select(i => Task.Run(() => LoopAsync(i), cancellation)).ToArray();
        try
        {
            await Task.Delay(Ramp + _spread, cancellation);
            var before = Reading.Take(_server);
            var tally = _tally.Begin();
            await Task.Delay(window, cancellation);
            var after = Reading.Take(_server);
            var beyond = _tally.Begin();
            _running = false;
            await Task.WhenAll(loops).WaitAsync(LongestDrain, cancellation);
            tally.TakeFailuresOf(beyond);
            return new Window(tally, after.Moment - before.Moment, after.ProcessorTime - before.ProcessorTime);
        }
        finally
        {
            _running = false;
        }
    }

    public void Dispose()
    {
        _running = false;
        _disposed = true;
        foreach (var connection in _connections)
        {
            connection?.Dispose();
        }
    }

    private async Task LoopAsync(int index)
    {
        await Task.Delay(_spread * index / _connections.Length);
        while (_running)
        {
            try
            {
                var connection = _connections[index] ??= await HttpConnection.OpenAsync(_server.Port, CancellationToken.None);
                await _exchange.RunAsync(connection, _tally);
            }
            catch (Exception failure) when (failure is SocketException or IOException or InvalidDataException or ObjectDisposedException)
            {
                if (_disposed)
                {
                    return;
                }

                _tally.Value.CountFailure(failure.GetType().Name);
                _connections[index]?.Dispose();
                _connections[index] = null;
                await Task.Delay(50);
            }
        }
    }
}
