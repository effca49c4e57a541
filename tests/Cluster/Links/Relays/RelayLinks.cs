using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Cluster.Links.Relays;

/// <summary>
/// Links by TCP relays, without any privilege: each node advertises a relay's address and listens elsewhere. A relay
/// knows which node's process a connection comes from, so each ordered pair of nodes has a lane of its own.
/// </summary>
public sealed class RelayLinks : ILinks
{
    private readonly ConcurrentDictionary<int, Relay> _relays = new();
    private readonly ConcurrentDictionary<int, int> _processes = new();
    private readonly ConcurrentDictionary<(int From, int To), Lane> _lanes = new();
    private int _strangers;

    /// <summary>Connections that no node's process made, and which were reset therefore.</summary>
    public int Strangers => _strangers;

    /// <inheritdoc/>
    public Task<NodePlace> PlaceAsync(int node)
    {
        var (own, advertised) = (LoopbackPort.Free(), LoopbackPort.Free());
        _relays[node] = new Relay(new IPEndPoint(IPAddress.Loopback, advertised), new IPEndPoint(IPAddress.Loopback, own), caller => LanesOf(caller, node));
        return Task.FromResult(new NodePlace("127.0.0.1", own, "127.0.0.1", advertised, "127.0.0.1", []));
    }

    /// <inheritdoc/>
    public Task<(string Host, int Port)> ReachAsync(int loopbackPort) => Task.FromResult(("127.0.0.1", loopbackPort));

    /// <inheritdoc/>
    public void Started(int node, int processId) => _processes[node] = processId;

    /// <inheritdoc/>
    public Task CutAsync(int from, int to, CutManner manner = CutManner.Silent)
    {
        var lane = LaneOf(from, to);
        lane.Cut(manner);
        if (manner == CutManner.Reset)
        {
            foreach (var relay in _relays.Values)
            {
                relay.Reset(lane);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task HealAsync(int from, int to)
    {
        LaneOf(from, to).Heal();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DelayAsync(int from, int to, TimeSpan delay)
    {
        LaneOf(from, to).Delay = delay;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays.Values)
        {
            await relay.DisposeAsync();
        }
    }

    private Lane LaneOf(int from, int to) => _lanes.GetOrAdd((from, to), _ => new Lane());

    private (Lane There, Lane Back)? LanesOf(Socket caller, int callee)
    {
        var maker = SocketTable.MakerOf((IPEndPoint)caller.RemoteEndPoint!, (IPEndPoint)caller.LocalEndPoint!, _processes.Values);
        foreach (var (node, process) in _processes)
        {
            if (process == maker)
            {
                return (LaneOf(node, callee), LaneOf(callee, node));
            }
        }

        Interlocked.Increment(ref _strangers);
        return null;
    }
}
