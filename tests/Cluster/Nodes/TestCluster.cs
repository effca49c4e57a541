using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using MultiplexCluster.Cluster.Database;
using MultiplexCluster.Cluster.Links;
using MultiplexCluster.Cluster.Load;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Cluster.Nodes;

/// <summary>
/// Several nodes, the database they share, the network between them, the provider they call and the crowd that calls
/// them. All times are by one clock, that of the provider.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private const string DatabaseName = "multiplex";
    private const string WarmUp = "warm-up";
    private readonly TestClusterSetup _setup;
    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly List<ClusterNode> _nodes = [];
    private readonly List<string> _seeds = [];
    private EndpointPools _pools = null!;

    // Numbers are not given twice: callers' request ids begin with them.
    private int _made;
    private ClusterNode _administrated = null!;

    private TestCluster(TestClusterSetup setup, PostgresServer database, FakeProvider provider)
    {
        (_setup, Database, Provider, Links) = (setup, database, provider, setup.Links());
        Crowd = new ClusterCrowd(() => _nodes, () => provider.Elapsed);
    }

    /// <summary>The nodes by number, running or not.</summary>
    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>The database server.</summary>
    public PostgresServer Database { get; }

    /// <summary>The network between the nodes.</summary>
    public ILinks Links { get; }

    /// <summary>The provider that the endpoints made here call.</summary>
    public FakeProvider Provider { get; }

    /// <summary>The callers.</summary>
    public ClusterCrowd Crowd { get; }

    /// <summary>An endpoint that is there once the cluster is warm, in no pool.</summary>
    public string Warm => WarmUp;

    /// <summary>The clock of outages, calls and the provider's log.</summary>
    public TimeSpan Clock => Provider.Elapsed;

    /// <summary>A cluster whose nodes are all started at once; all are ready and warm when this completes.</summary>
    public static async Task<TestCluster> StartAsync(TestClusterSetup? setup = null)
    {
        var cluster = await CreateAsync(setup);
        try
        {
            await Task.WhenAll(cluster.Nodes.Select(n => n.StartAsync()));
            await cluster.WarmUpAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A cluster with its database and provider running and none of its nodes.</summary>
    public static async Task<TestCluster> CreateAsync(TestClusterSetup? setup = null)
    {
        var database = await PostgresServer.StartAsync();
        var cluster = new TestCluster(setup ?? new TestClusterSetup(), database, await FakeProvider.StartAsync((setup ?? new TestClusterSetup()).Provider));
        try
        {
            await cluster.PrepareAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Makes an endpoint and calls it at every node until each has served: a cluster that has just formed may still be
    /// placing its first shards, and the first calls of a process take seconds on a busy machine. Tests measure neither.
    /// </summary>
    public async Task WarmUpAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var nodes = await ReadyNodesAsync();
        while ((await nodes[0].Admin.CreateAsync(_pools.SettingsOf(WarmUp))).Status is not (HttpStatusCode.Created or HttpStatusCode.Conflict))
        {
            await Task.Delay(500, limit.Token);
        }

        await Task.WhenAll(nodes.Select(async node =>
        {
            while (!(await Crowd.CallAsync(node, new CallPlan { Pinned = WarmUp, WaitSeconds = 5 })).Succeeded)
            {
                await Task.Delay(500, limit.Token);
            }

            await Crowd.CallAsync(node, new CallPlan { Pinned = WarmUp, Stream = true });
        }));
    }

    /// <summary>A further node, not started yet; it is no seed.</summary>
    public async Task<ClusterNode> AddNodeAsync(IReadOnlyDictionary<string, string?>? environment = null)
    {
        var number = _made + 1;
        return await AddAsync(number, await Links.PlaceAsync(number), environment);
    }

    /// <summary>Asks a node to end and takes it out of <see cref="Nodes"/> once it has.</summary>
    public async Task RemoveNodeAsync(ClusterNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.InRotation = false;
        if (node.Service.IsRunning)
        {
            node.Terminate();
            await node.ExitAsync(TimeSpan.FromSeconds(60));
        }

        _nodes.Remove(node);
        await KeepOutputAsync(node);
        await node.DisposeAsync();
    }

    /// <summary>The nodes that say now that they are ready.</summary>
    public async Task<IReadOnlyList<ClusterNode>> ReadyNodesAsync()
    {
        var ready = await Task.WhenAll(_nodes.Select(async n => (Node: n, IsReady: n.Service.IsRunning && await n.IsReadyAsync())));
        return [.. ready.Where(r => r.IsReady).Select(r => r.Node)];
    }

    /// <summary>A pool of endpoints with a key each, made through the first ready node.</summary>
    public async Task<TestPool> PoolAsync(int endpoints, object? settings = null)
    {
        _administrated = (await ReadyNodesAsync())[0];
        return await _pools.CreateAsync(endpoints, settings);
    }

    /// <summary>Runs a statement in the nodes' database, past them; the values of all rows, as text.</summary>
    public Task<IReadOnlyList<string>> QueryAsync(string sql) => Database.QueryAsync(DatabaseName, sql);

    /// <summary>The script and counts of an endpoint's key at the provider.</summary>
    public FakeKey KeyOf(string endpoint) => _pools.KeyOf(endpoint);

    /// <summary>Ends everything that was started here.</summary>
    public async ValueTask DisposeAsync()
    {
        Crowd.Dispose();
        foreach (var node in _nodes)
        {
            await KeepOutputAsync(node);
            await node.DisposeAsync();
        }

        await Links.DisposeAsync();
        await Provider.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Writes what a node has written into the directory named by <c>MULTIPLEX_KEEP_OUTPUT</c>, to look at after a failure.</summary>
    private static async Task KeepOutputAsync(ClusterNode node)
    {
        if (Environment.GetEnvironmentVariable("MULTIPLEX_KEEP_OUTPUT") is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
            var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{node.Address.Port}-{node}.log");
            await File.WriteAllLinesAsync(Path.Combine(directory, name), node.Service.Output.Lines);
        }
    }

    private async Task PrepareAsync()
    {
        await Database.CreateDatabaseAsync(DatabaseName);
        var (host, port) = await Links.ReachAsync(Provider.Port);
        var baseUrl = Provider.BaseUrl(ProviderDialect.OpenAi).Replace(
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Provider.Port}"), string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"), StringComparison.Ordinal);
        _pools = new EndpointPools(Provider, () => _administrated.Admin) { BaseUrl = baseUrl };
        var places = new List<NodePlace>();
        for (var number = 1; number <= _setup.Nodes; number++)
        {
            places.Add(await Links.PlaceAsync(number));
        }

        _seeds.AddRange(places.Select(p => p.Advertised));
        foreach (var place in places)
        {
            await AddAsync(_made + 1, place, null);
        }
    }

    private async Task<ClusterNode> AddAsync(int number, NodePlace place, IReadOnlyDictionary<string, string?>? environment)
    {
        var (host, port) = await Links.ReachAsync(Database.Port);
        var all = new Dictionary<string, string?>
        {
            ["Multiplex__MasterKey"] = _masterKey,
            ["Multiplex__RequireClientKey"] = "false",
            ["Multiplex__Persistence__Provider"] = "postgresql",
            ["Multiplex__Persistence__ConnectionString"] = Database.ConnectionString(DatabaseName, host, port),
            ["Multiplex__Cluster__Hostname"] = place.Host,
            ["Multiplex__Cluster__Port"] = place.Port.ToString(CultureInfo.InvariantCulture),
            ["Multiplex__Cluster__PublicHostname"] = place.PublicHost,
            ["Multiplex__Cluster__PublicPort"] = place.PublicPort.ToString(CultureInfo.InvariantCulture),
            ["Multiplex__Cluster__Roles__0"] = "endpoint",
        };
        for (var i = 0; i < _seeds.Count; i++)
        {
            all[string.Create(CultureInfo.InvariantCulture, $"Multiplex__Cluster__SeedNodes__{i}")] = _seeds[i];
        }

        foreach (var (name, value) in _setup.Environment.Concat(_setup.EnvironmentOf(number)).Concat(environment ?? new Dictionary<string, string?>()))
        {
            all[name] = value;
        }

        var service = ServiceProcess.Create(new ServiceSetup { Host = place.HttpHost, Environment = all, Launcher = place.Launcher });
        var node = new ClusterNode(number, place, service, Links, () => Clock);
        _nodes.Add(node);
        _made = number;
        return node;
    }
}
