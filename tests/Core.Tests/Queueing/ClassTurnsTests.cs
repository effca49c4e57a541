using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Queueing;
using Xunit;

namespace MultiplexCluster.Core.Tests.Queueing;

public sealed class ClassTurnsTests
{
    private const int Round = 13;

    private static readonly Gen<(bool High, bool Medium, bool Low)> Waiting =
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool).Where(w => w is not (false, false, false));

    [Fact]
    public void Of_every_thirteen_turns_high_gets_eight_medium_four_low_one()
    {
        var turns = Turns(default, [.. Enumerable.Repeat((true, true, true), 20 * Round)]).Classes;

        for (var from = 0; from + Round <= turns.Count; from++)
        {
            var window = turns.GetRange(from, Round);
            Assert.Equal((8, 4, 1), (Count(window, PriorityClass.High), Count(window, PriorityClass.Medium), Count(window, PriorityClass.Low)));
        }
    }

    [Fact]
    public void Whatever_went_before_no_class_waits_longer_than_its_weight_allows() =>
        Waiting.Array[0, 60].Sample(history =>
        {
            var after = Turns(default, history).After;
            var next = Turns(after, [.. Enumerable.Repeat((true, true, true), 4 * Round)]).Classes;
            return Gap(next, PriorityClass.Low) <= 2 * Round
                && Gap(next, PriorityClass.Medium) <= Round
                && Gap(next, PriorityClass.High) <= Round;
        });

    [Fact]
    public void Whatever_went_before_the_shares_settle_at_eight_four_one() =>
        Waiting.Array[0, 60].Sample(history =>
        {
            var after = Turns(default, history).After;
            var next = Turns(after, [.. Enumerable.Repeat((true, true, true), 100 * Round)]).Classes;
            return Math.Abs(Count(next, PriorityClass.High) - 800) <= 2
                && Math.Abs(Count(next, PriorityClass.Medium) - 400) <= 2
                && Math.Abs(Count(next, PriorityClass.Low) - 100) <= 2;
        });

    [Fact]
    public void The_turn_goes_to_a_class_that_waits() =>
        Waiting.Array[1, 100].Sample(history => Turns(default, history).Classes.Zip(history).All(t => t.First switch
        {
            PriorityClass.High => t.Second.High,
            PriorityClass.Medium => t.Second.Medium,
            _ => t.Second.Low,
        }));

    [Fact]
    public void A_class_saves_up_no_turns_while_nobody_waits_in_it()
    {
        var after = Turns(default, [.. Enumerable.Repeat((false, false, true), 1000)]).After;

        var next = Turns(after, [.. Enumerable.Repeat((true, false, true), 9)]).Classes;

        Assert.Equal(8, Count(next, PriorityClass.High));
    }

    [Fact]
    public void Whoever_is_old_low_keeps_its_thirteenth_and_high_is_second_to_none() =>
        Gen.Select(Gen.Bool, Gen.Bool).Array[260, 2600].Sample(ages =>
        {
            var turns = default(ClassTurns);
            var classes = new List<PriorityClass>();
            foreach (var (medium, low) in ages)
            {
                (var next, turns) = turns.Next(true, true, true, medium, low)!.Value;
                classes.Add(next);
            }

            return Count(classes, PriorityClass.Low) >= (classes.Count / Round) - 2
                && Count(classes, PriorityClass.High) >= (classes.Count * 2 / 5) - 2
                && Count(classes, PriorityClass.Medium) >= (classes.Count / 4) - 2;
        });

    [Theory]
    [InlineData(true, false, 6, 6, 1)] // medium like high
    [InlineData(false, true, 4, 2, 2)] // low like medium
    [InlineData(true, true, 4, 4, 2)]
    public void One_that_is_old_takes_turns_as_the_class_above(bool medium, bool low, int highTurns, int mediumTurns, int lowTurns)
    {
        var (turns, classes) = (default(ClassTurns), new List<PriorityClass>());
        for (var i = 0; i < 10 * (highTurns + mediumTurns + lowTurns); i++)
        {
            (var next, turns) = turns.Next(true, true, true, medium, low)!.Value;
            classes.Add(next);
        }

        Assert.Equal(
            (10 * highTurns, 10 * mediumTurns, 10 * lowTurns),
            (Count(classes, PriorityClass.High), Count(classes, PriorityClass.Medium), Count(classes, PriorityClass.Low)));
    }

    [Fact]
    public void With_nobody_waiting_there_is_no_turn() => Assert.Null(default(ClassTurns).Next(false, false, false));

    private static (List<PriorityClass> Classes, ClassTurns After) Turns(ClassTurns turns, (bool High, bool Medium, bool Low)[] waiting)
    {
        var classes = new List<PriorityClass>();
        foreach (var (high, medium, low) in waiting)
        {
            (var next, turns) = turns.Next(high, medium, low)!.Value;
            classes.Add(next);
        }

        return (classes, turns);
    }

    private static int Count(List<PriorityClass> turns, PriorityClass wanted) => turns.Count(t => t == wanted);

    private static int Gap(List<PriorityClass> turns, PriorityClass wanted)
    {
        var (longest, since) = (0, 0);
        foreach (var turn in turns)
        {
            since = turn == wanted ? 0 : since + 1;
            longest = Math.Max(longest, since);
        }

        return longest;
    }
}
