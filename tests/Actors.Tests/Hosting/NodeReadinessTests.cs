using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.TestKit.Xunit2;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using Xunit;

namespace MultiplexCluster.Actors.Tests.Hosting;

/// <summary>A node of a cluster of one, with answering machines in place of its actors.</summary>
public sealed class NodeReadinessTests : TestKit
{
    private const string Hocon = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
          cluster.roles = [endpoint]
          # Tests need not wait for seconds that only protect real networks.
          cluster { gossip-interval = 100ms, leader-actions-interval = 100ms, periodic-tasks-initial-delay = 10ms }
          coordinated-shutdown.run-by-actor-system-terminate = off
        }
        """;

    private readonly Cluster _cluster;
    private readonly List<EndpointId> _ids = [];
    private readonly NodeLeases _leases = new();
    private bool _isWarm = true;
    private bool _places = true;
    private bool _knowsRegions = true;
    private int _known;

    public NodeReadinessTests()
        : base(Hocon)
    {
        _cluster = Cluster.Get(Sys);
        _leases.Extend(TimeSpan.MaxValue, TimeSpan.MaxValue);
    }

    // Defect: the first look began with the first question, and that one was answered before it.
    [Fact]
    public async Task A_node_that_is_ready_says_so_to_the_first_who_asks()
    {
        Join();

        Assert.Equal((true, null), await Readiness().CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_node_that_is_not_up_is_not_ready() =>
        Assert.Equal((false, "the node is not up in the cluster"), await Readiness().CheckAsync(CancellationToken.None));

    [Fact]
    public async Task A_node_that_most_do_not_acknowledge_is_not_ready()
    {
        Join();
        _leases.Extend(TimeSpan.MinValue, TimeSpan.MinValue);

        Assert.Equal((false, "most nodes do not acknowledge this one"), await Readiness().CheckAsync(CancellationToken.None));
    }

    // Defect: endpoints could not be placed yet, and the first creation failed.
    [Fact]
    public async Task A_node_whose_coordinator_does_not_know_it_is_not_ready()
    {
        Join();
        _knowsRegions = false;
        var readiness = Readiness();

        var early = await readiness.CheckAsync(CancellationToken.None);
        _knowsRegions = true;
        var later = await readiness.CheckAsync(CancellationToken.None);

        Assert.Equal((false, "the cluster has not agreed yet on where endpoints run"), early);
        Assert.True(later.Ready);
    }

    [Fact]
    public async Task A_node_that_cannot_place_an_endpoint_is_not_ready()
    {
        Join();
        _places = false;

        Assert.Equal((false, "no endpoint could be placed in the cluster yet"), await Readiness(TimeSpan.FromSeconds(2)).CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_node_that_has_not_read_an_endpoint_yet_is_not_ready()
    {
        Join();
        _isWarm = false;

        Assert.Equal((false, "the store has not been reached yet"), await Readiness(TimeSpan.FromSeconds(2)).CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_node_whose_router_does_not_know_the_endpoints_yet_is_not_ready()
    {
        Join();
        _ids.Add(EndpointId.Parse("a"));
        var readiness = Readiness();

        Assert.Equal((false, "0 of 1 endpoints are awake"), await readiness.CheckAsync(CancellationToken.None));
        _known = 1;

        Assert.Equal((true, null), await readiness.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Many_who_ask_at_once_are_all_told_the_truth()
    {
        Join();
        var readiness = Readiness();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await readiness.CheckAsync(CancellationToken.None))));

        Assert.All(answers, answer => Assert.True(answer.Ready));
    }

    private void Join()
    {
        _cluster.Join(_cluster.SelfAddress);
        AwaitCondition(() => _cluster.SelfMember.Status is MemberStatus.Up, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(20));
    }

    private NodeReadiness Readiness(TimeSpan? patience = null) => new(
        Sys,
        new Answering<CatalogSingleton>(Machine(message => message is ListIds ? new EndpointIds([.. _ids], _ids.Count) : null)),
        new Answering<EndpointRegion>(Machine(OfRegion)),
        new Answering<NodeRouter>(Machine(message => message is CountEndpoints ? new EndpointsKnown(_known) : null)),
        new Answering<NodeWarmUp>(Machine(message => message is AskIfWarm && _isWarm ? Warm.Instance : null)),
        _leases,
        TimeProvider.System)
    {
        // For a busy machine; where all answer, it answers at once.
        AskersPatience = patience ?? TimeSpan.FromSeconds(30),
    };

    private object? OfRegion(object message) => message switch
    {
        GetCurrentRegions => new CurrentRegions(_knowsRegions ? [_cluster.SelfAddress] : []),
        DescribeEndpoint describe when _places => new AdminRefused(describe.EndpointId, AdminRefusal.NotFound),
        _ => null,
    };

    private IActorRef Machine(Func<object, object?> answer) => Sys.ActorOf(Props.Create(() => new AnsweringMachine(answer)));

    private sealed class AnsweringMachine(Func<object, object?> answer) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (answer(message) is { } said)
            {
                Sender.Tell(said, Self);
            }
        }
    }

    private sealed class Answering<T>(IActorRef actor) : IRequiredActor<T>
    {
        public IActorRef ActorRef { get; } = actor;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(ActorRef);
    }
}
