using System.Collections.Concurrent;
using System.Net.Sockets;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>A closed loop of keep-alive connections, which stay open and silent between its rounds.</summary>
internal sealed class LoadPool : ILoad
{
    private static readonly TimeSpan Ramp = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(60);
    private readonly ServerProcess _server;
    private readonly IExchange _exchange;
    private readonly LoadShape _shape;
    private readonly HttpConnection?[] _connections;
    private ConcurrentQueue<int> _free = [];
    private Task _loops = Task.CompletedTask;
    private volatile bool _running;
    private volatile bool _disposed;

    private LoadPool(ServerProcess server, IExchange exchange, LoadShape shape)
    {
        _server = server;
        _exchange = exchange;
        _shape = shape;
        _connections = new HttpConnection?[shape.Connections];
    }

    public static async Task<LoadPool> OpenAsync(ServerProcess server, IExchange exchange, LoadShape shape, CancellationToken cancellation)
    {
        var pool = new LoadPool(server, exchange, shape);
        for (var i = 0; i < shape.Connections; i++)
        {
            pool._connections[i] = await HttpConnection.OpenAsync(server.Port, cancellation);
        }

        return pool;
    }

    public async Task<Window> RunAsync(TimeSpan window, CancellationToken cancellation)
    {
        _server.ThrowIfExited();
        Start();
        try
        {
            await Task.Delay(Ramp + _shape.Spread, cancellation);
            var before = Reading.Take(_server);
            var tally = _shape.Tally.Begin();
            await Task.Delay(window, cancellation);
            var after = Reading.Take(_server);
            var beyond = _shape.Tally.Begin();
            await StopAsync(cancellation);
            tally.TakeFailuresOf(beyond);
            return new Window(tally, after.Moment - before.Moment, after.ProcessorTime - before.ProcessorTime);
        }
        finally
        {
            _running = false;
        }
    }

    public void Start() => Start(_connections.Length);

    /// <summary>Begins with so many exchanges at a time, which take turns on all connections.</summary>
    public void Start(int atOnce)
    {
        _running = true;
        _free = new ConcurrentQueue<int>(Enumerable.Range(0, _connections.Length));
        _loops = Task.WhenAll(Enumerable.Range(0, atOnce).Select(i => Task.Run(() => LoopAsync(i))));
    }

    /// <summary>Lets every connection finish what it has begun.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _running = false;
        await _loops.WaitAsync(LongestDrain, cancellation);
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

    private async Task LoopAsync(int number)
    {
        await Task.Delay(_shape.Spread * number / _connections.Length);
        while (_running && _free.TryDequeue(out var index))
        {
            try
            {
                var connection = _connections[index] ??= await HttpConnection.OpenAsync(_server.Port, CancellationToken.None);
                await _exchange.RunAsync(connection, _shape.Tally);
                _free.Enqueue(index);
            }
            catch (Exception failure) when (failure is SocketException or IOException or InvalidDataException or ObjectDisposedException)
            {
                if (_disposed)
                {
                    return;
                }

                _shape.Tally.Value.CountFailure(failure.GetType().Name);
                _connections[index]?.Dispose();
                _connections[index] = null;
                await Task.Delay(50);
                _free.Enqueue(index);
            }
        }
    }
}
