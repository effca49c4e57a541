using System.Numerics;
using CsCheck;
using MultiplexCluster.Core.Queueing;
using Xunit;

namespace MultiplexCluster.Core.Tests.Queueing;

public sealed class LanesTests
{
    private static readonly Gen<ulong> Waiting = Gen.ULong.Where(w => w != 0);
    private static readonly Gen<int> Lane = Gen.Int[0, Lanes.Count - 1];

    [Fact]
    public void The_turn_goes_to_a_lane_in_which_somebody_waits() =>
        Gen.Select(Waiting, Lane).Sample((waiting, last) => (waiting & (1UL << Lanes.Next(waiting, last))) != 0);

    [Fact]
    public void No_lane_waits_longer_than_there_are_lanes_that_wait() =>
        Gen.Select(Waiting, Lane).Sample((waiting, last) =>
        {
            var served = new HashSet<int>();
            for (var i = 0; i < BitOperations.PopCount(waiting); i++)
            {
                served.Add(last = Lanes.Next(waiting, last));
            }

            return served.Count == BitOperations.PopCount(waiting);
        });

    [Fact]
    public void Whatever_comes_and_goes_in_other_lanes_each_is_served_at_most_once_before_one_that_waits() =>
        Gen.Select(Gen.ULong.Array[Lanes.Count], Lane, Lane).Sample((others, own, last) =>
        {
            var served = new List<int>();
            foreach (var waiting in others)
            {
                last = Lanes.Next(waiting | (1UL << own), last);
                if (last == own)
                {
                    return served.Count == served.Distinct().Count();
                }

                served.Add(last);
            }

            return false;
        });

    [Fact]
    public void A_place_is_the_number_of_turns_until_it_is_served() =>
        Gen.Select(Gen.Int[0, 5].Array[Lanes.Count], Lane, Gen.Int[1, 5], Lane).Sample((living, own, place, last) =>
        {
            living[own] = Math.Max(living[own], place);
            var told = place + Enumerable.Range(0, Lanes.Count).Where(o => o != own).Sum(o => Lanes.Before(o, living[o], own, place, last));

            var turns = 0;
            for (var served = 0; served < place; turns++)
            {
                last = Lanes.Next(Bits(living), last);
                living[last]--;
                served += last == own ? 1 : 0;
            }

            return told == turns;
        });

    [Fact]
    public void Keys_spread_over_all_lanes_and_keep_theirs()
    {
        var lanes = Enumerable.Range(0, 6_400).Select(i => Lanes.Of($"ck_{i:x16}")).ToList();

        Assert.All(lanes.CountBy(l => l), lane => Assert.InRange(lane.Value, 50, 170));
        Assert.Equal(Lanes.Count, lanes.Distinct().Count());
        Assert.Equal(Lanes.Of("ck_0123456789abcdef"), Lanes.Of("ck_0123456789abcdef"));
    }

    private static ulong Bits(int[] living) => living.Select((n, i) => n > 0 ? 1UL << i : 0).Aggregate((a, b) => a | b);
}
