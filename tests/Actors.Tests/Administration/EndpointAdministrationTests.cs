using Akka.Hosting;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using MultiplexCluster.Actors.Administration;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Administration;

namespace MultiplexCluster.Actors.Tests.Administration;

public sealed class EndpointAdministrationTests : TestKit
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly TestProbe _region;
    private readonly TestProbe _catalog;
    private readonly TestProbe _router;
    private readonly EndpointAdministration _administration;

    public EndpointAdministrationTests()
    {
        (_region, _catalog, _router) = (CreateTestProbe("region"), CreateTestProbe("catalog"), CreateTestProbe("router"));
        _administration = new EndpointAdministration(
            new Known<EndpointRegion>(_region), new Known<CatalogSingleton>(_catalog), new Known<NodeRouter>(_router));
    }

    // Defect: a call whose answer was complete was still on its way from the router when its statistics were reset, and
    // counted afterwards.
    [Fact]
    public async Task An_endpoint_is_asked_only_when_the_router_has_said_on_what_it_knows()
    {
        var answer = _administration.SendAsync(new ResetStats(A), CancellationToken.None);

        _router.ExpectMsg<Settle>();
        _region.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        _router.Reply(Settled.Instance);
        _region.ExpectMsg<ResetStats>();
        _region.Reply(new AdminRefused(A, AdminRefusal.NotFound));

        Assert.Equal(AdminRefusal.NotFound, Assert.IsType<EndpointAnswer.Refused>(await answer).Reason);
    }

    private sealed class Known<T>(IActorRef actor) : IRequiredActor<T>
    {
        public IActorRef ActorRef { get; } = actor;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(ActorRef);
    }
}
