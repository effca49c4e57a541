using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;
using Xunit;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class RefusalRulesTests
{
    private static readonly RejectionReason[] Reasons = Enum.GetValues<RejectionReason>();

    [Fact]
    public void Every_reason_has_its_place_and_none_outdoes_itself() =>
        Assert.All(Reasons, one => Assert.All(Reasons, other =>
            Assert.False(RefusalRules.LeavesMoreHope(one, other) && RefusalRules.LeavesMoreHope(other, one))));

    [Fact]
    public void A_full_queue_passes_sooner_than_a_cooldown_than_a_circuit_than_what_lasts()
    {
        RejectionReason[] order = [RejectionReason.QueueFull, RejectionReason.CoolingDown, RejectionReason.CircuitOpen, RejectionReason.Disabled, RejectionReason.NotFound];

        Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(RefusalRules.LeavesMoreHope(pair.First, pair.Second)));
    }

    [Fact]
    public void An_unknown_reason_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RefusalRules.LeavesMoreHope((RejectionReason)99, RejectionReason.QueueFull));
}
