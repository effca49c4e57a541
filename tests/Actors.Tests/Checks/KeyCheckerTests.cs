using System.Collections.Concurrent;
using MultiplexCluster.Actors.Checks;
using MultiplexCluster.Actors.Tests.Time;

namespace MultiplexCluster.Actors.Tests.Checks;

public sealed class KeyCheckerTests : TimedSpec
{
    private readonly ConcurrentDictionary<EndpointId, TaskCompletionSource> _running = new();
    private readonly IActorRef _checker;

    public KeyCheckerTests() => _checker = Sys.ActorOf(KeyChecker.Props((id, _) => (_running[id] = new()).Task));

    [Fact]
    public void Four_at_a_time_each_once_and_one_that_fails_makes_room()
    {
        foreach (var id in Ids.Concat(Ids))
        {
            _checker.Tell(new CheckKey(id, ProviderKind.OpenAi));
        }

        AwaitAssert(() => Assert.Equal(Ids[..4], _running.Keys.Order(ById)));
        _running[Ids[0]].SetException(new InvalidOperationException("defect"));
        AwaitAssert(() => Assert.Equal(Ids[..5], _running.Keys.Order(ById)));
        _running[Ids[1]].SetResult();
        AwaitAssert(() => Assert.Equal(Ids, _running.Keys.Order(ById)));
    }

    protected override void Settle()
    {
    }

    private static readonly EndpointId[] Ids = [.. Enumerable.Range(0, 6).Select(i => EndpointId.Parse($"e{i}"))];

    private static readonly Comparer<EndpointId> ById = Comparer<EndpointId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value));
}
