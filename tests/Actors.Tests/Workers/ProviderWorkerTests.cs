using Akka.TestKit;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Actors.Tests.Time;
using MultiplexCluster.Actors.Workers;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Secrets;

namespace MultiplexCluster.Actors.Tests.Workers;

public sealed class ProviderWorkerTests : TimedSpec
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly KeySealer _sealer = SealerOf(1);
    private readonly NodeLeases _leases = Unending();
    private readonly TestProbe _router;
    private readonly IActorRef _worker;

    public ProviderWorkerTests()
    {
        _router = CreateTestProbe("router");
        _worker = Sys.ActorOf(ProviderWorker.Props(new OpenedKeys(_sealer), _leases));
    }

    [Fact]
    public void A_permit_becomes_an_order_with_the_opened_key_and_its_end_reaches_the_router()
    {
        var request = new OrderedRequest();
        var permit = Permit(_sealer, isProbe: true);

        _worker.Tell(new Perform(request, permit, 3, 40, default), _router);

        var order = request.Order();
        Assert.Equal(("sk-secret-key-1234", 3, 40L, true), (order.Key.Reveal(), order.Attempt, order.QueueMs, order.IsProbe));
        order.HeadersArrived(OutcomeClass.Success);
        Assert.Equal(permit.CallId, _router.ExpectMsg<ProbeHeaders>().CallId);
        order.Ended(new AttemptResult { Outcome = OutcomeClass.Success });
        Assert.Equal(permit.CallId, _router.ExpectMsg<AttemptEnded>().CallId);
    }

    [Fact]
    public void A_key_sealed_under_another_master_key_is_refused_without_a_call()
    {
        var request = new OrderedRequest();

        _worker.Tell(new Perform(request, Permit(SealerOf(2)), 1, 0, default), _router);

        var result = _router.ExpectMsg<AttemptEnded>().Result;
        Assert.Equal((OutcomeClass.KeyRefused, true), (result.Outcome, result.SurelyNotExecuted));
        Assert.Contains("master key", result.Detail, StringComparison.Ordinal);
        Assert.True(request.IsUntouched);
    }

    [Fact]
    public void A_key_that_belongs_to_another_endpoint_is_refused_as_well()
    {
        _worker.Tell(new Perform(new OrderedRequest(), Permit(_sealer, sealedFor: EndpointId.Parse("b")), 1, 0, default), _router);

        Assert.Equal(OutcomeClass.KeyRefused, _router.ExpectMsg<AttemptEnded>().Result.Outcome);
    }

    [Fact]
    public void A_rotated_key_is_opened_anew()
    {
        var request = new OrderedRequest();
        _worker.Tell(new Perform(request, Permit(_sealer), 1, 0, default), _router);
        request.Order();

        _worker.Tell(new Perform(request, Permit(_sealer, key: "sk-another-key-5678", version: 2), 2, 0, default), _router);

        Assert.Equal("sk-another-key-5678", request.Order().Key.Reveal());
    }

    protected override void Settle()
    {
    }

    private static Granted Permit(
        KeySealer sealer, bool isProbe = false, EndpointId? sealedFor = null, string key = "sk-secret-key-1234", int version = 1)
    {
        Assert.True(ApiKey.TryParse(key, out var parsed));
        var target = new UpstreamTarget(
            ProviderKind.OpenAi, null, sealer.Seal(parsed, sealedFor ?? A, version), null, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1),
            new RetryPolicy(0, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(1)));
        return new Granted(A, new CallId(new RouterId(1), 1, version), target, isProbe, default);
    }

    private static KeySealer SealerOf(byte seed)
    {
        Assert.True(MasterKey.TryParse(Convert.ToBase64String(Enumerable.Repeat(seed, 32).ToArray()), out var key));
        return new KeySealer(key);
    }

    private sealed class OrderedRequest : ProviderRequest
    {
        private readonly System.Collections.Concurrent.BlockingCollection<AttemptOrder> _orders = [];

        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public OrderedRequest() => (Id, Provider) = (RequestId.Parse("r"), ProviderKind.OpenAi);

        public bool IsUntouched => _orders.Count == 0;

        public AttemptOrder Order() => _orders.TryTake(out var order, TimeSpan.FromSeconds(15)) ? order : throw new TimeoutException();

        public override void Perform(AttemptOrder order) => _orders.Add(order);

        public override void Cancel() => throw new InvalidOperationException("the worker never cancels");

        public override void Finish(in FinalAnswer answer) => throw new InvalidOperationException("the worker never answers");
    }

    [Fact]
    public void A_process_that_stood_still_past_its_lease_makes_no_call_when_it_wakes()
    {
        _leases.Extend(TimeSpan.MaxValue, TimeSpan.MinValue);
        var permit = Permit(_sealer);

        _worker.Tell(new Perform(new OrderedRequest(), permit, 1, 0, default), _router);

        var result = _router.ExpectMsg<AttemptEnded>().Result;
        Assert.Equal((OutcomeClass.PermitLost, true), (result.Outcome, result.SurelyNotExecuted));
    }
}
