using CsCheck;
using MultiplexCluster.Core.Limits;
using Xunit;

namespace MultiplexCluster.Core.Tests.Limits;

public sealed class SlidingWindowTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    // Questions with the pauses between them, from a burst to minutes.
    private static readonly Gen<(int WaitMs, int Amount)[]> Questions = Gen.Select(
        Gen.OneOf(Gen.Const(0), Gen.Int[0, 300], Gen.Int[0, 20_000], Gen.Int[55_000, 65_000]), Gen.Int[1, 12]).Array[1, 120];

    [Fact]
    public void In_no_minute_is_more_granted_than_the_limit() => Gen.Select(Questions, Gen.Int[1, 30]).Sample((questions, limit) =>
    {
        var (window, now, granted) = (new SlidingWindow(), Start, new List<(TimeSpan At, int Amount)>());
        foreach (var (wait, asked) in questions)
        {
            now += TimeSpan.FromMilliseconds(wait);
            var amount = Math.Min(asked, limit);
            if (window.FreeAt(now, limit, amount) <= now)
            {
                window.Add(now, amount);
                granted.Add((now, amount));
            }
        }

        return granted.TrueForAll(last => granted.Where(g => g.At <= last.At && g.At >= last.At - SlidingWindow.Length).Sum(g => g.Amount) <= limit);
    });

    [Fact]
    public void The_moment_that_is_named_is_the_first_at_which_it_fits_and_no_later_than_a_step_beyond_the_minute() =>
        Gen.Select(Questions, Gen.Int[1, 30]).Sample((questions, limit) =>
        {
            var (window, now) = (new SlidingWindow(), Start);
            foreach (var (wait, amount) in questions)
            {
                now += TimeSpan.FromMilliseconds(wait);
                var free = window.FreeAt(now, limit, amount);
                if (free < now || free > now + SlidingWindow.Length + SlidingWindow.Step)
                {
                    return false;
                }

                if (free > now)
                {
                    if (window.FreeAt(free - TimeSpan.FromTicks(1), limit, amount) <= free - TimeSpan.FromTicks(1) || window.FreeAt(free, limit, amount) != free)
                    {
                        return false;
                    }

                    now = free;
                }

                window.Add(now, Math.Min(amount, limit));
            }

            return true;
        });

    [Fact]
    public void It_counts_what_a_list_of_all_grants_counts_rounded_to_steps() => Questions.Sample(questions =>
    {
        var (window, now, all) = (new SlidingWindow(), Start, new List<(long Step, int Amount)>());
        foreach (var (wait, amount) in questions)
        {
            now += TimeSpan.FromMilliseconds(wait);
            window.Add(now, amount);
            all.Add((now.Ticks / SlidingWindow.Step.Ticks, amount));
            var newest = all[^1].Step;
            if (window.Used(now) != all.Where(a => a.Step > newest - 241).Sum(a => a.Amount))
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void What_is_settled_counts_in_its_own_step_and_leaves_with_it()
    {
        var window = new SlidingWindow();
        window.Add(Start, 100);
        window.Add(Start + TimeSpan.FromSeconds(30), 10);

        window.Settle(Start, -40);

        Assert.Equal(70, window.Used(Start + TimeSpan.FromSeconds(59)));
        Assert.Equal(10, window.Used(Start + TimeSpan.FromSeconds(61)));
        window.Settle(Start, 1_000);
        Assert.Equal(10, window.Used(Start + TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public void More_than_was_used_is_never_given_back()
    {
        var window = new SlidingWindow();
        window.Add(Start, 5);

        window.Settle(Start, -50);

        Assert.Equal(0, window.Used(Start));
        Assert.Equal(Start, window.FreeAt(Start, 1, 1));
    }

    [Fact]
    public void What_is_larger_than_the_limit_fits_when_nothing_else_counts()
    {
        var window = new SlidingWindow();
        Assert.Equal(Start, window.FreeAt(Start, 10, 1_000));
        window.Add(Start, 1_000);

        var free = window.FreeAt(Start, 10, 1_000);

        Assert.InRange(free, Start + TimeSpan.FromSeconds(60), Start + TimeSpan.FromSeconds(60.25));
        Assert.Equal(free, window.FreeAt(Start, 10, 1));
    }

    [Fact]
    public void Absurd_amounts_overflow_nothing()
    {
        var window = new SlidingWindow();
        for (var i = 0; i < 1_000; i++)
        {
            window.Add(Start, long.MaxValue);
            window.Settle(Start, long.MaxValue);
        }

        Assert.True(window.Used(Start) > 0);
        Assert.Equal(0, window.Used(Start + TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void A_limit_that_was_lowered_below_what_counts_opens_when_enough_has_left()
    {
        var window = new SlidingWindow();
        for (var i = 0; i < 10; i++)
        {
            window.Add(Start + TimeSpan.FromSeconds(i), 1);
        }

        var free = window.FreeAt(Start + TimeSpan.FromSeconds(10), 3, 1);

        Assert.Equal(Start + TimeSpan.FromSeconds(7 + 60.25), free);
    }
}
