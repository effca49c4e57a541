using Akka.TestKit;
using Akka.TestKit.Xunit2;
using MultiplexCluster.Actors.Announcements;

namespace MultiplexCluster.Actors.Tests.Announcements;

public sealed class DirectoryReporterTests : TestKit
{
    private const string Hocon = """
        akka {
          loggers = []
          stdout-loglevel = OFF
          test.default-timeout = 15s
          test.single-expect-default = 15s
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """;

    private static readonly EndpointId A = EndpointId.Parse("a");
    private static readonly EndpointId B = EndpointId.Parse("b");
    private readonly TestProbe _endpoint;
    private readonly TestProbe _router;
    private readonly IActorRef _reporter;

    public DirectoryReporterTests()
        : base(Hocon)
    {
        _endpoint = CreateTestProbe();
        _router = CreateTestProbe();
        _reporter = Sys.ActorOf(DirectoryReporter.Props("no-such-router"));
    }

    [Fact]
    public void A_router_that_knows_nothing_is_told_everything_and_then_the_edition()
    {
        Announce(A, _endpoint);
        Announce(B, _endpoint);

        var (known, edition) = Told();

        Assert.Equal([A, B], known.OrderBy(id => id.Value));
        Assert.True(edition.IsWhole);
    }

    [Fact]
    public void A_router_that_has_its_edition_is_told_nothing_until_something_changes()
    {
        Announce(A, _endpoint);
        Told();
        var edition = Told().Edition;

        _reporter.Tell(new DirectoryRequest([edition]), _router);
        Announce(B, _endpoint);
        Assert.Equal([A, B], Told().Known.OrderBy(id => id.Value));
        var (known, next) = Told(edition);

        Assert.Equal([A, B], known.OrderBy(id => id.Value));
        Assert.Equal((edition.Reporter, true), (next.Reporter, next.Number > edition.Number));
    }

    [Fact]
    public void What_an_endpoint_said_that_has_left_the_node_is_not_told_any_more()
    {
        var leaving = CreateTestProbe();
        Announce(A, leaving);
        Announce(B, _endpoint);
        Assert.Equal(2, Told().Known.Count);

        Sys.Stop(leaving);

        AwaitAssert(() => Assert.Equal([B], Told().Known));
    }

    [Fact]
    public void What_its_successor_on_the_node_says_stays_when_the_earlier_one_ends()
    {
        var earlier = CreateTestProbe();
        Announce(A, earlier);
        Announce(A, _endpoint);
        _endpoint.Watch(earlier);
        Sys.Stop(earlier);
        _endpoint.ExpectTerminated(earlier);

        Assert.Equal([A], Told().Known);
    }

    [Fact]
    public void A_shared_pause_goes_to_the_nodes_endpoints_that_it_concerns_once_and_not_back_to_its_source()
    {
        var (alike, other, source) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Announce(A, source, "g");
        Announce(B, alike, "g");
        Announce(EndpointId.Parse("c"), other, "h");
        var pause = new ScopePaused(ProviderKind.OpenAi, null, "g", null, 60_000, OutcomeClass.RateLimited, A);

        _reporter.Tell(pause, source);
        _reporter.Tell(pause, source);
        Told();

        Assert.Equal(pause, alike.ReceiveOne(TimeSpan.FromSeconds(15)));
        Assert.False(alike.HasMessages || other.HasMessages || source.HasMessages);
    }

    private void Announce(EndpointId id, IActorRef from, string? group = null) => _reporter.Tell(
        new EndpointAnnouncement(id, 1, 1, new EndpointSettings { Provider = ProviderKind.OpenAi, QuotaGroup = group }, new EndpointLoad(EndpointState.Available, 0, 0, 0, 0)),
        from);

    private (List<EndpointId> Known, DirectoryEdition Edition) Told(params DirectoryEdition[] known)
    {
        _reporter.Tell(new DirectoryRequest(known), _router);
        var ids = new List<EndpointId>();
        while (true)
        {
            switch (_router.ReceiveOne(TimeSpan.FromSeconds(15)))
            {
                case DirectoryUpdate update:
                    ids.AddRange(update.Announcements.Select(a => a.EndpointId));
                    break;
                case DirectoryEdition edition:
                    return (ids, edition);
                default:
                    throw new TimeoutException("the reporter says nothing");
            }
        }
    }
}
