using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using MultiplexCluster.Cluster.Links.Relays;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Cluster.Links.Namespaces;

/// <summary>
/// Links by network namespaces, for the long form: every node in one of its own, all on a bridge, so that whole packets
/// are lost as in a real network (needs root and iproute2). A cut gives the sender a hardware address for the receiver that nobody has.
/// </summary>
/// <remarks>Only <see cref="CutManner.Silent"/>: a network that has failed resets nothing.</remarks>
public sealed class NamespaceLinks : ILinks
{
    private const int RemotingPort = 4053;
    private const int Gateway = 254;
    private const string Nobody = "02:00:00:00:00:01";
    private static int _made;
    private readonly string _tag;
    private readonly string _subnet;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly List<int> _nodes = [];
    private readonly HashSet<int> _shaped = [];
    private readonly ConcurrentDictionary<int, Relay> _ways = new();
    private readonly Lane _open = new();
    private bool _hasBridge;

    /// <summary>A network without nodes yet.</summary>
    public NamespaceLinks()
    {
        var number = ((Environment.ProcessId * 7) + Interlocked.Increment(ref _made)) % 250;
        _tag = string.Create(CultureInfo.InvariantCulture, $"mx{Environment.ProcessId}{(char)('a' + (number % 26))}");
        _subnet = string.Create(CultureInfo.InvariantCulture, $"10.231.{number}");
    }

    /// <inheritdoc/>
    public async Task<NodePlace> PlaceAsync(int node)
    {
        await _lock.WaitAsync();
        try
        {
            await BridgeAsync();
            var (name, outer) = (NamespaceOf(node), $"{_tag}{node}");
            await IpAsync($"netns add {name}");
            Leftovers.WatchNamespace(name);
            await IpAsync($"link add {outer} type veth peer name eth0 netns {name}");
            await IpAsync($"link set {outer} master {_tag} up");
            await IpAsync($"-n {name} addr add {AddressOf(node)}/24 dev eth0");
            await IpAsync($"-n {name} link set eth0 up");
            await IpAsync($"-n {name} link set lo up");
            _nodes.Add(node);
        }
        finally
        {
            _lock.Release();
        }

        return new NodePlace(AddressOf(node), RemotingPort, AddressOf(node), RemotingPort, AddressOf(node), ["ip", "netns", "exec", NamespaceOf(node)]);
    }

    /// <inheritdoc/>
    public async Task<(string Host, int Port)> ReachAsync(int loopbackPort)
    {
        await _lock.WaitAsync();
        try
        {
            await BridgeAsync();
        }
        finally
        {
            _lock.Release();
        }

        _ways.GetOrAdd(loopbackPort, port => new Relay(
            new IPEndPoint(IPAddress.Parse(AddressOf(Gateway)), port), new IPEndPoint(IPAddress.Loopback, port), _ => (_open, _open)));
        return (AddressOf(Gateway), loopbackPort);
    }

    /// <inheritdoc/>
    public void Started(int node, int processId)
    {
        // A node is known by its namespace.
    }

    /// <inheritdoc/>
    public Task CutAsync(int from, int to, CutManner manner = CutManner.Silent) => manner is CutManner.Silent
        ? IpAsync($"-n {NamespaceOf(from)} neigh replace {AddressOf(to)} lladdr {Nobody} nud permanent dev eth0")
        : throw new NotSupportedException("a network namespace loses packets silently; resets need RelayLinks");

    /// <inheritdoc/>
    public Task HealAsync(int from, int to) => RunAsync("ip", $"-n {NamespaceOf(from)} neigh del {AddressOf(to)} dev eth0", mayFail: true);

    /// <inheritdoc/>
    public async Task DelayAsync(int from, int to, TimeSpan delay)
    {
        // One band for each node; the first is for all that is not delayed.
        var (name, band) = (NamespaceOf(from), to + 1);
        await _lock.WaitAsync();
        try
        {
            if (!_shaped.Contains(from))
            {
                if (delay == TimeSpan.Zero)
                {
                    return;
                }

                await RunAsync("tc", $"-n {name} qdisc replace dev eth0 root handle 1: prio bands 16 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
                _shaped.Add(from);
            }

            await RunAsync("tc", string.Create(CultureInfo.InvariantCulture, $"-n {name} qdisc replace dev eth0 parent 1:{band:x} handle {band + 16:x}: netem delay {delay.TotalMilliseconds}ms"));
            await RunAsync("tc", string.Create(CultureInfo.InvariantCulture, $"-n {name} filter replace dev eth0 parent 1: protocol ip prio {band} handle 800::{band:x} u32 match ip dst {AddressOf(to)}/32 flowid 1:{band:x}"));
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var way in _ways.Values)
        {
            await way.DisposeAsync();
        }

        foreach (var node in _nodes)
        {
            await RunAsync("ip", $"netns del {NamespaceOf(node)}", mayFail: true);
        }

        if (_hasBridge)
        {
            await RunAsync("ip", $"link del {_tag}", mayFail: true);
        }

        _lock.Dispose();
    }

    private string NamespaceOf(int node) => string.Create(CultureInfo.InvariantCulture, $"{_tag}-{node}");

    private string AddressOf(int node) => string.Create(CultureInfo.InvariantCulture, $"{_subnet}.{node}");

    private async Task BridgeAsync()
    {
        if (_hasBridge)
        {
            return;
        }

        await IpAsync($"link add {_tag} type bridge");
        Leftovers.WatchLink(_tag);
        _hasBridge = true;
        await IpAsync($"addr add {AddressOf(Gateway)}/24 dev {_tag}");
        await IpAsync($"link set {_tag} up");
    }

    private static Task IpAsync(string arguments) => RunAsync("ip", arguments);

    private static async Task RunAsync(string program, string arguments, bool mayFail = false)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 && !mayFail)
        {
            throw new InvalidOperationException($"{program} {arguments}: {error.Trim()}");
        }
    }
}
