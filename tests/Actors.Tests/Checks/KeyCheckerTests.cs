using System.Collections.Concurrent;
using MultiplexCluster.Actors.Checks;
using MultiplexCluster.Actors.Tests.Time;

namespace MultiplexCluster.Actors.Tests.Checks;

public sealed class KeyCheckerTests : TimedSpec
{
    private readonly ConcurrentDictionary<EndpointId, (TaskCompletionSource<ServiceError?> End, CancellationToken Stop)> _running = new();
    private readonly IActorRef _checker;

    public KeyCheckerTests() => _checker = Sys.ActorOf(KeyChecker.Props((id, _, stop) => (_running[id] = (new(), stop)).End.Task));

    [Fact]
    public void Four_at_a_time_each_once_and_one_that_fails_makes_room()
    {
        AskFor([.. Ids, .. Ids]);

        AwaitAssert(() => Assert.Equal(Ids[..4], _running.Keys.Order(ById)));
        _running[Ids[0]].End.SetException(new InvalidOperationException("defect"));
        AwaitAssert(() => Assert.Equal(Ids[..5], _running.Keys.Order(ById)));
        _running[Ids[1]].End.SetResult(new ServiceError(ServiceErrorCode.UpstreamError, "nothing"));
        AwaitAssert(() => Assert.Equal(Ids, _running.Keys.Order(ById)));
    }

    [Fact]
    public void One_that_is_stopped_is_broken_off_and_can_be_asked_for_again()
    {
        AskFor(Ids[0]);
        AwaitAssert(() => Assert.Single(_running));
        var first = _running[Ids[0]];

        _checker.Tell(new StopCheck(Ids[0]));
        AwaitAssert(() => Assert.True(first.Stop.IsCancellationRequested));
        AskFor(Ids[0]);
        AwaitAssert(() => Assert.NotEqual(first, _running[Ids[0]]));

        // The end of the first is not the end of the second, which is still the only one of its endpoint.
        first.End.SetResult(null);
        var second = _running[Ids[0]];
        AskFor(Ids[0], Ids[1]);
        AwaitAssert(() => Assert.Equal(2, _running.Count));
        Assert.Equal(second, _running[Ids[0]]);
        Assert.False(second.Stop.IsCancellationRequested);
    }

    [Fact]
    public void One_that_is_stopped_while_it_waits_is_never_made()
    {
        AskFor(Ids);
        AwaitAssert(() => Assert.Equal(4, _running.Count));
        _checker.Tell(new StopCheck(Ids[4]));

        _running[Ids[0]].End.SetResult(null);

        AwaitAssert(() => Assert.True(_running.ContainsKey(Ids[5])));
        Assert.False(_running.ContainsKey(Ids[4]));
    }

    private void AskFor(params EndpointId[] ids)
    {
        foreach (var id in ids)
        {
            _checker.Tell(new CheckKey(id, ProviderKind.OpenAi));
        }
    }

    protected override void Settle()
    {
    }

    private static readonly EndpointId[] Ids = [.. Enumerable.Range(0, 6).Select(i => EndpointId.Parse($"e{i}"))];

    private static readonly Comparer<EndpointId> ById = Comparer<EndpointId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value));
}
