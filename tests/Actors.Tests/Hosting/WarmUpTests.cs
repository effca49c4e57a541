using Akka.TestKit;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Tests.Time;

namespace MultiplexCluster.Actors.Tests.Hosting;

public sealed class WarmUpTests : TimedSpec
{
    private readonly TestProbe _asker;

    public WarmUpTests() => _asker = CreateTestProbe("asker");

    [Fact]
    public void It_is_warm_once_the_store_has_been_read()
    {
        var warmUp = Sys.ActorOf(WarmUp.Props());
        warmUp.Tell(AskIfWarm.Instance, _asker);

        _asker.ExpectMsg<Warm>();
    }

    protected override void Settle()
    {
    }
}
