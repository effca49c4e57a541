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
        _ledger.Joined(Self, votes: true, TimeSpan.Zero);
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
        _ledger.Joined(Self, votes: false, TimeSpan.Zero);
        foreach (var voter in new[] { B, C, new NodeId(4) })
        {
            _ledger.Joined(voter, votes: true, TimeSpan.Zero);
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
        _ledger.Joined(d, votes: true, TimeSpan.Zero);
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
        _ledger.Joined(C, votes: true, TimeSpan.Zero);

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
        Assert.Equal([new(C, 1_000, 2_000)], _ledger.Report(Seconds(3)));
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

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    public void Voters_that_come_have_a_moment_to_acknowledge_it_before_their_silence_counts(int before, int coming)
    {
        _ledger.Joined(Self, votes: true, Seconds(0));
        foreach (var old in Others(before - 1))
        {
            _ledger.Joined(old, votes: true, Seconds(0));
            _ledger.Acknowledged(old, Seconds(100));
        }

        var now = Seconds(101);
        foreach (var newcomer in Others(before - 1 + coming).Skip(before - 1))
        {
            _ledger.Joined(newcomer, votes: true, now);
        }

        var until = _ledger.Until(now);
        Assert.Equal((now + LeaseTimes.Newcomer, now + LeaseTimes.Newcomer), (until.Grants, until.Calls));
        Assert.Equal(LeaseEnd.Of(null), _ledger.Until(now + LeaseTimes.Newcomer));
        foreach (var newcomer in Others(before - 1 + coming))
        {
            _ledger.Acknowledged(newcomer, now);
        }

        Assert.Equal(LeaseEnd.Of(now), _ledger.Until(now + LeaseTimes.Newcomer));
    }

    [Fact]
    public void A_newcomer_lengthens_no_lease_that_ends()
    {
        JoinAll();
        _ledger.Acknowledged(B, Seconds(1));
        _ledger.Joined(new NodeId(4), votes: true, Seconds(8));

        Assert.Equal(LeaseEnd.Of(Seconds(1)), _ledger.Until(Seconds(8)));
    }

    [Fact]
    public void A_departed_node_is_forgotten_by_all_however_often_they_tell_each_other()
    {
        var (a, b) = (new LeaseLedger(Self), new LeaseLedger(B));
        foreach (var ledger in new[] { a, b })
        {
            ledger.Joined(Self, votes: true, Seconds(0));
            ledger.Joined(B, votes: true, Seconds(0));
        }

        // B came later and never knew the departed one: it has it from A alone.
        a.Joined(C, votes: true, Seconds(0));
        a.Departed(C, Seconds(10));
        for (var second = 11; second < 300; second++)
        {
            b.Pinged(Self, a.Report(Seconds(second)), Seconds(second));
            a.Pinged(B, b.Report(Seconds(second + 0.5)), Seconds(second + 0.5));
        }

        Assert.Empty(a.Report(Seconds(300)));
        Assert.Empty(b.Report(Seconds(300)));
    }

    private static IEnumerable<NodeId> Others(int count) => Enumerable.Range(2, count).Select(i => new NodeId(i));

    private void JoinAll()
    {
        foreach (var node in new[] { Self, B, C })
        {
            _ledger.Joined(node, votes: true, TimeSpan.Zero);
        }
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
