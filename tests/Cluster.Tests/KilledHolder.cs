using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Cluster.Scenarios;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>
/// The node that keeps the cluster's aliases, and with them all else of which there is one, is killed and started again, once for
/// all that is watched meanwhile. What each of it came to is a test's.
/// </summary>
public sealed class KilledHolder(SharedCluster shared) : IAsyncLifetime, IBesideOutage
{
    private const int Responses = 48;
    private readonly List<IDisposable> _all = [];
    private Task _polls = Task.CompletedTask;

    internal ClusterNode Victim { get; private set; } = null!;

    internal IReadOnlyList<ClusterNode> Others { get; private set; } = [];

    internal BackgroundPolls Polls { get; private set; } = null!;

    internal IReadOnlyList<string> Begun { get; private set; } = [];

    internal LimitedMinutes Minutes { get; private set; } = null!;

    internal KeptAliases Aliases { get; private set; } = null!;

    /// <summary>What became of the callers of all nodes.</summary>
    internal ScenarioResult Callers { get; private set; } = null!;

    /// <summary>Polls that had reached the provider when the node was gone.</summary>
    internal long PolledAtFirst { get; private set; }

    /// <summary>Responses whose tokens were counted when all had been polled.</summary>
    internal long CountedAtFirst { get; private set; }

    public async Task InitializeAsync()
    {
        // A fixture is made even when all its tests are skipped.
        if (!ClusterFactAttribute.MayRun)
        {
            return;
        }

        var cluster = shared.Cluster;
        Victim = SingletonHolder.Of(cluster, "aliases");
        Others = [.. cluster.Nodes.Where(node => node != Victim)];

        // Started again before it is given up, as a supervisor does; what follows when it is given up, the frozen one shows.
        Callers = await KillScenario.RunAsync(cluster, Victim, OutageCause.Killed, TimeSpan.FromSeconds(3), beside: this);
    }

    public async Task BeforeAsync()
    {
        Minutes = await LimitedMinutes.CreateAsync(shared.Cluster, Victim, Others);
        await Minutes.BeginAsync();
        _all.Add(Polls = await BackgroundPolls.CreateAsync(shared.Cluster));
        Begun = [.. await Task.WhenAll(Enumerable.Range(0, Responses).Select(i => Polls.BeginAsync(Others[i % 2])))];
        _all.Add(Aliases = await KeptAliases.CreateAsync(shared.Cluster, Others));
        _polls = PollAsync();

        // The kill falls among the polls: of a third of the responses both have reached the provider.
        await Polls.CalledAsync(Begun.Count + (Begun.Count / 3 * Others.Count));
    }

    public async Task JustBeforeAsync()
    {
        await Aliases.ChangeAsync();
        await Minutes.GoOnAsync();
    }

    public async Task MeanwhileAsync()
    {
        PolledAtFirst = Polls.Called - Begun.Count;
        Task[] outlive = [Aliases.OutliveAsync(), Minutes.OutliveAsync()];
        await _polls;
        CountedAtFirst = await Polls.CountedAsync(Others[0]) / BackgroundPolls.Tokens;
        await Task.WhenAll(outlive);
    }

    public Task DisposeAsync()
    {
        _all.ForEach(one => one.Dispose());
        return Task.CompletedTask;
    }

    private Task PollAsync() => Task.WhenAll(Begun.Select(async (id, number) =>
    {
        await Task.Delay(number * 120);
        await Task.WhenAll(Others.Select(node => Polls.PollAsync(node, id)));
    }));
}
