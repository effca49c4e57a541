using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Queueing;
using Xunit;

namespace MultiplexCluster.Core.Tests.Queueing;

public sealed class WaitingSinceTests
{
    private static readonly EndpointId Endpoint = EndpointId.Parse("a");
    private static readonly RequestId Label = RequestId.Parse("r");
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);
    private readonly WaitingOrder<string> _order = new();
    private int _calls;

    // Defect: those from elsewhere were served in the order they came, whoever had waited longer.
    [Fact]
    public void Of_those_from_elsewhere_who_began_to_wait_earlier_goes_before() =>
        Gen.Select(Gen.Int[50, 5_000], Gen.Bool).Array[1, 100].Sample(came =>
        {
            var order = new WaitingOrder<string>();
            var waits = came.Select((one, i) => (Since: Since(one.Item1, i), Call: Admit(order, one.Item1, i, number: i), Stays: one.Item2)).ToList();
            waits.Where(w => !w.Stays).ToList().ForEach(w => order.Leave(w.Call));

            return Serve(order, came.Length).SequenceEqual(waits.Where(w => w.Stays).OrderBy(w => w.Since).Select(w => w.Call));
        });

    [Fact]
    public void Whoever_comes_goes_or_is_served_meanwhile_nobody_is_lost_and_the_place_is_never_worse_than_told() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 400], Gen.Int[0, 1_000]).Array[1, 200].Sample(steps =>
        {
            var (order, waiting, served) = (new WaitingOrder<string>(), new List<CallId>(), 0);
            foreach (var (i, (kind, waited, which)) in steps.Index())
            {
                if (kind >= 2)
                {
                    waiting.Add(Admit(order, waited, i, number: i));
                }
                else if (waiting.Count > 0 && kind == 1)
                {
                    var gone = waiting[which % waiting.Count];
                    waiting.Remove(gone);
                    order.Leave(gone);
                    order.Compact();
                }
                else if (waiting.Count > 0)
                {
                    served += waiting.Remove(Assert.Single(Serve(order, 1))) ? 1 : -1_000;
                }
            }

            var places = waiting.Select(call => order.TryGet(call, out var waiter) ? order.PlaceOf(waiter) : 0).ToList();
            return order.Count == waiting.Count
                && served >= 0
                && places.TrueForAll(place => place >= 1 && place <= waiting.Count)
                && Serve(order, waiting.Count).ToHashSet().SetEquals(waiting)
                && order.Count == 0;
        });

    [Fact]
    public void One_that_came_while_an_other_was_taken_out_goes_first_and_the_other_keeps_its_place()
    {
        var (taken, last) = (Admit(waitedMs: 500), Admit(waitedMs: 100));
        var line = _order.Next(Start)!;
        Assert.Equal(taken, _order.FirstOf(line));
        Assert.True(_order.Take(taken, out _));

        var older = Admit(waitedMs: 900);

        Assert.Equal([older, taken, last], Serve(_order, 3));
    }

    // Defect: one that had waited long elsewhere was hidden behind those that came to this endpoint earlier.
    [Fact]
    public void A_class_is_old_by_whoever_waited_longest_wherever_that_was()
    {
        for (var i = 0; i < 3; i++)
        {
            Admit(waitedMs: 0, PriorityClass.Low);
            Admit(waitedMs: 0, PriorityClass.High);
        }

        Assert.True(IsServedSoon(PriorityClass.High, turns: 1));
        Admit(waitedMs: 100_000, PriorityClass.Low, waitMs: 20_000);
        for (var i = 0; i < 20; i++)
        {
            Admit(waitedMs: 0, PriorityClass.High);
        }

        Assert.True(IsServedSoon(PriorityClass.Low, turns: 3));
    }

    private bool IsServedSoon(PriorityClass priority, int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            var call = _order.FirstOf(_order.Next(Start)!)!.Value;
            _order.Take(call, out var waiter);
            _order.Served(call);
            if (waiter.Priority == priority)
            {
                return true;
            }
        }

        return false;
    }

    private static List<CallId> Serve(WaitingOrder<string> order, int most)
    {
        var served = new List<CallId>();
        while (served.Count < most && order.Next(Start) is { } line)
        {
            var call = order.FirstOf(line)!.Value;
            Assert.True(order.Take(call, out _));
            order.Served(call);
            served.Add(call);
        }

        return served;
    }

    private CallId Admit(long waitedMs, PriorityClass priority = PriorityClass.Medium, long waitMs = 120_000) =>
        Admit(_order, waitedMs, 0, ++_calls, priority, waitMs);

    private static CallId Admit(
        WaitingOrder<string> order, long waitedMs, int atMs, int number, PriorityClass priority = PriorityClass.Medium, long waitMs = 120_000)
    {
        var call = new CallId(new RouterId(7), number + 1, 1);
        var now = Start + TimeSpan.FromMilliseconds(atMs);
        order.Admit(new Acquire(Endpoint, call, Label, priority, waitMs, waitedMs, IsRetry: false, LastResort: false), "router", now + TimeSpan.FromMilliseconds(waitMs), now);
        return call;
    }

    private static TimeSpan Since(int waitedMs, int atMs) => Start + TimeSpan.FromMilliseconds(atMs - waitedMs);
}
