using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Leases;
using Xunit;

namespace MultiplexCluster.Core.Tests.Leases;

public sealed class LeaseLedgerTests
{
    private static readonly NodeId Self = new(1);
    private static readonly NodeId B = new(2);
    private static readonly NodeId C = new(3);
    private readonly LeaseLedger _ledger = new(Self);

    [Fact]
    public void Alone_it_needs_nobody()
    {
        Assert.Null(_ledger.MajorityAt());
        _ledger.Joined(Self, votes: true);
        Assert.Equal(TimeSpan.MaxValue, _ledger.MajorityAt());
        Assert.True(_ledger.IsClear(Seconds(0)));
    }

    [Fact]
    public void Of_three_one_other_is_enough_and_the_later_counts()
    {
        JoinAll();
        Assert.Null(_ledger.MajorityAt());

        _ledger.Acknowledged(B, Seconds(1));
        Assert.Equal(Seconds(1), _ledger.MajorityAt());
        _ledger.Acknowledged(C, Seconds(3));
        _ledger.Acknowledged(C, Seconds(2));
        Assert.Equal(Seconds(3), _ledger.MajorityAt());
    }

    [Fact]
    public void One_that_does_not_vote_needs_most_of_the_others()
    {
        _ledger.Joined(Self, votes: false);
        foreach (var voter in new[] { B, C, new NodeId(4) })
        {
            _ledger.Joined(voter, votes: true);
        }

        _ledger.Acknowledged(B, Seconds(1));
        Assert.Null(_ledger.MajorityAt());
        _ledger.Acknowledged(C, Seconds(2));
        Assert.Equal(Seconds(1), _ledger.MajorityAt());
    }

    [Fact]
    public void A_departed_node_has_ended_when_all_say_so_and_the_last_acknowledgement_is_long_ago()
    {
        JoinAll();
        var d = new NodeId(4);
        _ledger.Joined(d, votes: true);
        _ledger.Pinged(d, [], Seconds(1));
        _ledger.Pinged(B, [], Seconds(1));
        _ledger.Pinged(C, [], Seconds(1));

        _ledger.Departed(d, Seconds(9));
        _ledger.Pinged(B, [new(d, 3_000)], Seconds(10));
        Assert.False(_ledger.HasEnded(d, Seconds(60)), "C has not spoken");
        _ledger.Pinged(C, [new(d, 5_000)], Seconds(10));

        Assert.False(_ledger.HasEnded(d, Seconds(7) + LeaseTimes.Ended - TimeSpan.FromMilliseconds(1)));
        Assert.False(_ledger.IsClear(Seconds(7) + LeaseTimes.Ended - TimeSpan.FromMilliseconds(1)));
        Assert.True(_ledger.HasEnded(d, Seconds(7) + LeaseTimes.Ended));
        Assert.True(_ledger.IsClear(Seconds(7) + LeaseTimes.Ended));
    }

    [Fact]
    public void A_departed_node_is_not_acknowledged_and_never_a_member_again()
    {
        JoinAll();
        _ledger.Departed(C, Seconds(1));
        _ledger.Joined(C, votes: true);

        Assert.False(_ledger.Pinged(C, [], Seconds(2)));
        Assert.Equal([Self, B], _ledger.Members);
    }

    [Fact]
    public void What_others_tell_of_a_node_that_is_still_a_member_here_is_not_told_on()
    {
        JoinAll();
        _ledger.Pinged(B, [new(C, 0)], Seconds(1));
        Assert.Empty(_ledger.Report(Seconds(1)));
        Assert.True(_ledger.Pinged(C, [], Seconds(2)), "it is acknowledged as long as it is a member");

        _ledger.Departed(C, Seconds(3));
        Assert.Equal([new(C, 1_000)], _ledger.Report(Seconds(3)));
    }

    [Fact]
    public void A_newcomer_waits_until_every_voter_has_told_it_who_has_gone()
    {
        JoinAll();
        _ledger.Pinged(B, [], Seconds(1));
        Assert.False(_ledger.IsClear(Seconds(1)));
        _ledger.Pinged(C, [new(new NodeId(9), 0)], Seconds(1));
        Assert.False(_ledger.IsClear(Seconds(1)));
        Assert.Equal([new(new NodeId(9), null)], _ledger.Report(Seconds(1)));
    }

    private void JoinAll()
    {
        foreach (var node in new[] { Self, B, C })
        {
            _ledger.Joined(node, votes: true);
        }
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
