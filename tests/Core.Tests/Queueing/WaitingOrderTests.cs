using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Queueing;
using Xunit;

namespace MultiplexCluster.Core.Tests.Queueing;

public sealed class WaitingOrderTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private static readonly TimeSpan Deadline = Now + TimeSpan.FromMinutes(2);
    private readonly WaitingOrder<string> _order = new();

    [Fact]
    public void Retries_come_before_newcomers_and_each_in_the_order_they_came()
    {
        Admit(1);
        Admit(2, isRetry: true);
        Admit(3);
        Admit(4, isRetry: true);

        Assert.Equal([2L, 4, 1, 3], ServeAll());
    }

    [Fact]
    public void One_that_waited_elsewhere_goes_before_those_that_came_later()
    {
        Admit(1, waitedMs: 0);
        Admit(2, waitedMs: 10_000);

        Assert.Equal([2L, 1], ServeAll());
    }

    [Fact]
    public void Callers_take_turns()
    {
        foreach (var call in Enumerable.Range(1, 6))
        {
            Admit(call, lane: 1);
        }

        Admit(7, lane: 2);

        Assert.Equal([1L, 7, 2, 3, 4, 5, 6], ServeAll());
    }

    [Fact]
    public void One_that_is_refused_at_its_turn_uses_up_no_turn()
    {
        Admit(1, lane: 1);
        Admit(2, lane: 1);
        Admit(3, lane: 2);

        var refused = _order.FirstOf(_order.Next(Now)!)!.Value;
        _order.Take(refused, out _);
        _order.Dismiss(refused);

        Assert.Equal(1, refused.Sequence);
        Assert.Equal([2L, 3], ServeAll());
    }

    [Fact]
    public void Those_that_are_refused_leave_retries_first()
    {
        Admit(1);
        Admit(2, isRetry: true);
        Admit(3, PriorityClass.High);

        var refused = _order.Remove(w => w.Priority is PriorityClass.Medium ? AdmissionDecision.Reject(RejectionReason.CoolingDown, null) : null);

        Assert.Equal([2L, 1], refused.Select(r => r.Call.Sequence));
        Assert.Equal([3L], ServeAll());
    }

    [Fact]
    public void Whatever_comes_and_leaves_each_that_waits_is_served_once() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Byte[0, 3], Gen.Bool, Gen.Int[0, 40]).Array[0, 150].Sample(steps =>
        {
            var order = new WaitingOrder<string>();
            var (waiting, came) = (new HashSet<long>(), 0);
            foreach (var (what, priority, lane, isRetry, which) in steps)
            {
                if (what > 0)
                {
                    order.Admit(Question(++came, (PriorityClass)priority, lane, isRetry, waitedMs: which * 10), "r", Deadline, Now);
                    waiting.Add(came);
                }
                else if (order.Leave(Call(which)) != waiting.Remove(which))
                {
                    return false;
                }

                order.Compact();
            }

            return order.Count == waiting.Count && Serve(order).Order().SequenceEqual(waiting.Order()) && order.Count == 0;
        });

    [Fact]
    public void A_place_is_the_turn_it_has_in_its_class_when_no_more_come() =>
        Gen.Select(Gen.Byte[0, 3], Gen.Bool, Gen.Int[0, 20]).Array[1, 40].Sample(steps =>
        {
            var order = new WaitingOrder<string>();
            foreach (var (i, (lane, isRetry, waited)) in steps.Index())
            {
                order.Admit(Question(i + 1, PriorityClass.Medium, lane, isRetry, waitedMs: waited < 10 ? 0 : 1_000), "r", Deadline, Now);
            }

            var places = order.InOrder().ToDictionary(w => w.Key.Sequence, w => order.PlaceOf(w.Value));
            return Serve(order).Index().All(served => places[served.Item] == served.Index + 1);
        });

    [Fact]
    public void The_dead_never_outnumber_the_living_by_much()
    {
        for (var call = 1; call <= 10_000; call++)
        {
            Admit(call, lane: (byte)(call % 64));
            _order.Leave(Call(call));
            _order.Compact();
        }

        Assert.InRange(_order.Lines.Sum(line => line.Weight), 0, 64);
    }

    private void Admit(long call, PriorityClass priority = PriorityClass.Medium, byte lane = 0, bool isRetry = false, long waitedMs = 0) =>
        _order.Admit(Question(call, priority, lane, isRetry, waitedMs), "r", Deadline, Now);

    private List<long> ServeAll() => Serve(_order);

    private static List<long> Serve(WaitingOrder<string> order)
    {
        var served = new List<long>();
        while (order.Next(Now) is { } line)
        {
            var call = order.FirstOf(line)!.Value;
            order.Take(call, out _);
            order.Served(call);
            served.Add(call.Sequence);
        }

        return served;
    }

    private static CallId Call(long number) => new(RouterId.Of(new NodeId(1), 1), number, 1);

    private static Acquire Question(long call, PriorityClass priority, byte lane, bool isRetry, long waitedMs) =>
        new(EndpointId.Parse("e"), Call(call), default, priority, null, waitedMs, isRetry, LastResort: false) { Lane = lane };
}
