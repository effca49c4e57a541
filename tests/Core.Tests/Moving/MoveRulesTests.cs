using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Moving;

public sealed class MoveRulesTests
{
    private static readonly RoutingEntry Paused = Entry("paused", state: EndpointState.CoolingDown, forMs: 10_000, waiting: 3);

    [Fact]
    public void Those_at_an_endpoint_that_pauses_go_where_their_turn_is_sooner()
    {
        var sooner = Queue("sooner", holdMs: 100);

        Assert.Equal([(1L, sooner), (2L, sooner)], Leave(sooner, Waiter(1), Waiter(2)));
    }

    [Fact]
    public void Where_their_turn_would_be_later_they_stay() => Assert.Empty(Leave(Queue("later", holdMs: 60_000), Waiter(1), Waiter(2)));

    [Fact]
    public void Of_many_alike_one_is_looked_at_to_learn_that_nothing_is_better()
    {
        var looked = 0;
        var waiters = Enumerable.Range(0, 1_000).Select(i => new FakeMovable(i, Paused, Kind: MovingCases.Model(i % 2 == 0 ? "even" : "odd")));

        Assert.Empty(MoveRules.Leavers(waiters, () => Now, _ => { looked++; return null; }, MoveRules.MayMove));
        Assert.Equal(2, looked);
    }

    [Fact]
    public void Nobody_moves_to_where_it_is_or_where_it_is_barred()
    {
        var (here, there) = (Entry("here"), Entry("there"));
        var trail = new CallTrail();
        trail.Bar(there.Id);

        Assert.False(MoveRules.MayMove(new FakeMovable(1, here), here));
        Assert.True(MoveRules.MayMove(new FakeMovable(1, here), there));
        Assert.False(MoveRules.MayMove(new FakeMovable(1, here) with { Trail = trail }, there));
    }

    [Theory]
    [InlineData(EndpointState.CoolingDown, 100, true)]
    [InlineData(EndpointState.CircuitOpen, 100, true)]
    [InlineData(EndpointState.CoolingDown, 0, false)]
    [InlineData(EndpointState.Available, 0, false)]
    [InlineData(EndpointState.Disabled, 0, false)] // it refuses them itself
    public void A_pause_is_a_cooldown_or_an_open_circuit_that_isnt_over(EndpointState state, int forMs, bool expected) =>
        Assert.Equal(expected, MoveRules.IsPaused(Entry("a", state: state, forMs: forMs), Now));

    private static FakeMovable Waiter(long number) => new(number, Paused);

    private static RoutingEntry Queue(string id, int holdMs)
    {
        var entry = new RoutingEntry(EndpointId.Parse(id)) { Settings = Plain() };
        entry.Heard(new EndpointLoad(EndpointState.Available, 0, 2, 0, 1) { MeanHoldMs = holdMs }, Now);
        return entry;
    }

    private static List<(long, RoutingEntry)> Leave(RoutingEntry to, params FakeMovable[] stranded) =>
        [.. MoveRules.Leavers(stranded, () => Now, _ => new RouteDecision(to, FitnessClass.Queue, LastResort: false), MoveRules.MayMove).Select(l => (l.Request.Number, l.To))];
}
