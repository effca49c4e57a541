using System.Globalization;
using MultiplexCluster.Cluster.Links;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Cluster.Nodes;

/// <summary>A node: the service as a process of its own, at a place in the network that outlives its restarts.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private static readonly HttpClient Health = new() { Timeout = TimeSpan.FromSeconds(1) };
    private readonly ILinks _links;
    private readonly Func<TimeSpan> _clock;
    private readonly Lock _lock = new();
    private readonly List<Outage> _outages = [];
    private readonly List<int> _exitCodes = [];
    private bool _isUp;
    private bool _isSupervised;

    internal ClusterNode(int number, NodePlace place, ServiceProcess service, ILinks links, Func<TimeSpan> clock)
    {
        (Number, Place, Service, _links, _clock) = (number, place, service, links, clock);
        service.OnEnded = OnEnded;
    }

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary><c>n1</c>, <c>n2</c>, …; also the beginning of its callers' request ids.</summary>
    public string Name => NameOf(Number);

    /// <summary>Its addresses in the cluster.</summary>
    public NodePlace Place { get; }

    /// <summary>The process, its output, its memory.</summary>
    public ServiceProcess Service { get; }

    /// <summary>Its admin API.</summary>
    public AdminApi Admin => Service.Admin;

    /// <summary>Where callers reach it.</summary>
    public Uri Address => Service.Address;

    /// <summary>Whether the crowd's unaddressed calls go to it, as a load balancer decides that. Default true; tests and <see cref="Load.LoadBalancer"/> set it.</summary>
    public bool InRotation { get; set; } = true;

    /// <summary>When it was not to be relied on, and why.</summary>
    public IReadOnlyList<Outage> Outages
    {
        get
        {
            lock (_lock)
            {
                return [.. _outages];
            }
        }
    }

    /// <summary>The exit codes of the runs that have ended.</summary>
    public IReadOnlyList<int> ExitCodes
    {
        get
        {
            lock (_lock)
            {
                return [.. _exitCodes];
            }
        }
    }

    /// <summary>Whether it has become ready and is in no outage since.</summary>
    public bool IsUp
    {
        get
        {
            lock (_lock)
            {
                return _isUp;
            }
        }
    }

    /// <summary>
    /// Whether its process is started again a second after it ended, however it did, as systemd or an orchestrator does
    /// it. Default false. Then tests don't start it themselves after they killed it.
    /// </summary>
    public bool IsSupervised
    {
        get
        {
            lock (_lock)
            {
                return _isSupervised;
            }
        }

        set
        {
            lock (_lock)
            {
                _isSupervised = value;
            }
        }
    }

    /// <summary>Starts its process (again) and waits for nothing.</summary>
    public void Launch()
    {
        Service.Launch();
        _links.Started(Number, Service.ProcessId);
    }

    /// <summary>Starts it (again) on the same ports and data; it is ready when this completes.</summary>
    public async Task StartAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>Completes when it is ready; an error with its last lines when it has ended or is not ready within the limit (default a minute).</summary>
    public async Task WaitUntilReadyAsync(TimeSpan? limit = null)
    {
        await Service.WaitUntilReadyAsync(limit);
        EndOutage();
    }

    /// <summary>Whether it says now that it is ready; false too when it doesn't answer within a second.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Health.GetAsync(new Uri(Address, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whether it says within the limit that it is ready, however often it ends and starts meanwhile.</summary>
    public async Task<bool> BecomesReadyAsync(TimeSpan limit)
    {
        var began = _clock();
        while (!await IsReadyAsync())
        {
            if (_clock() - began > limit)
            {
                return false;
            }

            await Task.Delay(100);
        }

        return true;
    }

    /// <summary>kill -9; it is gone when this completes. It stays in rotation, since no balancer knows at once.</summary>
    public Task KillAsync()
    {
        BeginOutage(OutageCause.Killed);
        return Service.KillAsync();
    }

    /// <summary>SIGTERM: it is asked to end.</summary>
    public void Terminate()
    {
        BeginOutage(OutageCause.Terminated);
        Service.Terminate();
    }

    /// <summary>The exit code, once it has ended.</summary>
    public Task<int> ExitAsync(TimeSpan limit) => Service.ExitAsync(limit);

    /// <summary>SIGSTOP: it stands still with all its connections open.</summary>
    public void Freeze()
    {
        BeginOutage(OutageCause.Frozen);
        Service.Freeze();
    }

    /// <summary>SIGCONT after <see cref="Freeze"/>; the outage goes on until <see cref="WaitUntilReadyAsync"/>.</summary>
    public void Thaw() => Service.Thaw();

    /// <summary>Kills it and removes its data.</summary>
    public ValueTask DisposeAsync()
    {
        IsSupervised = false;
        return Service.DisposeAsync();
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"n{number}");

    private void OnEnded(int exitCode)
    {
        lock (_lock)
        {
            _exitCodes.Add(exitCode);
        }

        if (IsUp)
        {
            BeginOutage(OutageCause.Ended);
        }

        if (IsSupervised)
        {
            _ = Task.Run(RestartAsync);
        }
    }

    private async Task RestartAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        lock (_lock)
        {
            if (!_isSupervised)
            {
                return;
            }

            Launch();
        }

        try
        {
            await WaitUntilReadyAsync(TimeSpan.FromMinutes(10));
        }
        catch (InvalidOperationException)
        {
            // It has ended again, and is started again by that; or the test is over.
        }
    }

    private void BeginOutage(OutageCause cause)
    {
        lock (_lock)
        {
            _isUp = false;
            _outages.Add(new Outage(Name, _clock(), null, cause));
        }
    }

    private void EndOutage()
    {
        lock (_lock)
        {
            _isUp = true;
            for (var i = 0; i < _outages.Count; i++)
            {
                _outages[i] = _outages[i] with { To = _outages[i].To ?? _clock() };
            }
        }
    }
}
