using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class OpenSlotsTests
{
    [Theory]
    [InlineData(EndpointState.Available, 1, 0, true)]
    [InlineData(EndpointState.Available, 5, 0, false)] // full
    [InlineData(EndpointState.Available, 1, 1, false)] // who waits there comes first
    [InlineData(EndpointState.Disabled, 0, 0, false)]
    [InlineData(EndpointState.Quarantined, 0, 0, false)]
    public void A_slot_is_free_where_nobody_waits_for_it(EndpointState state, int running, int waiting, bool expected) =>
        Assert.Equal(expected, OpenSlots.IsFree(Entry("a", state: state, running: running, waiting: waiting), Now));

    [Fact]
    public void After_a_no_it_is_left_alone_for_a_moment()
    {
        var entry = Entry("a");
        entry.NoSlotUntil = Now + OpenSlots.Pause;

        Assert.False(OpenSlots.IsFree(entry, Now));
        Assert.True(OpenSlots.IsFree(entry, Now + OpenSlots.Pause));
    }

    [Fact]
    public void One_that_looks_full_may_be_free_once_the_news_are_old()
    {
        var entry = new RoutingEntry(EndpointId.Parse("a")) { Settings = Plain() };
        entry.Heard(new EndpointLoad(EndpointState.Available, 0, 5, 0, 3) { MeanHoldMs = 0 }, Now);

        Assert.False(OpenSlots.MayBeFree(entry, Now));
        Assert.True(OpenSlots.MayBeFree(entry, Now + OpenSlots.NewsLastFor));
        entry.Heard(new EndpointLoad(EndpointState.CoolingDown, 60_000, 0, 0, 3) { MeanHoldMs = 0 }, Now);
        Assert.False(OpenSlots.MayBeFree(entry, Now + OpenSlots.NewsLastFor));
    }

    [Theory]
    [InlineData(PriorityClass.High, "m", true)]
    [InlineData(PriorityClass.Medium, "m", true)]
    [InlineData(PriorityClass.Low, "m", false)]
    [InlineData(PriorityClass.High, "x", false)]
    public void Higher_classes_borrow_lower_tiers_and_never_the_reverse(PriorityClass priority, string model, bool expected)
    {
        var medium = Entry("a", Plain() with { Models = ["m"] });
        var pool = PoolOf(medium, Entry("low", Plain(PriorityClass.Low)), Entry("high", Plain(PriorityClass.High)));

        Assert.Equal(expected, OpenSlots.Serves(medium, pool, priority, model));
    }

    [Fact]
    public void Free_ones_of_higher_tiers_come_first() =>
        Assert.Equal(
            ["c", "a"],
            OpenSlots.FreeOf([Entry("a", Plain(PriorityClass.Low)), Entry("b", running: 2), Entry("c", Plain(PriorityClass.High))], Now).Select(e => e.Id.Value));

    [Fact]
    public void Those_of_which_nothing_was_heard_for_longest_are_asked_first()
    {
        RoutingEntry Heard(string id, int secondsAgo)
        {
            var entry = new RoutingEntry(EndpointId.Parse(id)) { Settings = Plain() };
            entry.Heard(new EndpointLoad(EndpointState.Available, 0, 5, 0, 3) { MeanHoldMs = 0 }, Now - TimeSpan.FromSeconds(secondsAgo));
            return entry;
        }

        Assert.Equal(["b", "c"], OpenSlots.UnheardOf([Heard("a", 1), Heard("b", 3), Heard("c", 2), Heard("d", 0)], 2, Now).Select(e => e.Id.Value));
    }
}
