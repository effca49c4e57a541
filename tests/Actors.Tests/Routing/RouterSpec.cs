using Akka.Actor;
using Akka.TestKit;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Actors.Tests.Time;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Calls;
using Xunit;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>One router, with probes as the shard region, the endpoints and the worker.</summary>
public abstract class RouterSpec : TimedSpec
{
    protected static readonly EndpointId A = EndpointId.Parse("a");
    protected static readonly EndpointId B = EndpointId.Parse("b");
    private long _tickets;
    private long _versions;
    private int _sync;

    protected RouterSpec()
    {
        (Region, Worker, Endpoint, Barrier) = (
            CreateTestProbe("region"), CreateTestProbe("worker"), CreateTestProbe("endpoint"), CreateTestProbe("barrier"));
        Router = Sys.ActorOf(RouterActor.Props(Region, [Worker]));
    }

    /// <summary>Where questions go that have no straight way yet.</summary>
    protected TestProbe Region { get; }

    /// <summary>Answers for all endpoints; thereby it becomes their straight way.</summary>
    protected TestProbe Endpoint { get; }

    protected TestProbe Worker { get; }

    protected IActorRef Router { get; }

    private TestProbe Barrier { get; }

    protected static EndpointSettings Settings => new() { Provider = ProviderKind.OpenAi, MaxConcurrentRequests = 2, MaxRetries = 2 };

    protected static EndpointLoad Free => new(EndpointState.Available, 0, 0, 0, 0);

    // Its answer says that all before it is done.
    protected override void Settle()
    {
        Router.Tell(new HoldingsRequest(EndpointId.Parse("barrier"), ++_sync, new Dictionary<RouterId, long>()), Barrier);
        Barrier.FishForMessage(m => m is Holdings h && h.Incarnation == _sync, TimeSpan.FromSeconds(15));
    }

    protected void Announce(EndpointId id, EndpointSettings? settings = null, EndpointLoad? load = null) => Router.Tell(new DirectoryUpdate(
        [new EndpointAnnouncement(id, 1, ++_versions, settings ?? Settings, load ?? Free)], []));

    private protected FakeRequest Execute(
        EndpointId? pinned = null,
        TimeSpan? waitLimit = null,
        bool createsPaidObject = false,
        PriorityClass priority = PriorityClass.Medium,
        string? model = null,
        string? pool = null)
    {
        var request = new FakeRequest
        {
            Ticket = ++_tickets,
            Id = RequestId.Parse("r"),
            Provider = ProviderKind.OpenAi,
            Pinned = pinned,
            WaitLimit = waitLimit,
            CreatesPaidObject = createsPaidObject,
            Priority = priority,
            Model = model,
            Pool = pool,
        };
        Router.Tell(new Execute(request));
        return request;
    }

    protected Acquire Asked(TestProbe? probe = null) => Next<Acquire>(probe ?? Region);

    protected void Grant(Acquire ask, bool isProbe = false, SettingsPatch? settings = null, ProviderKind provider = ProviderKind.OpenAi)
    {
        var s = (settings ?? new SettingsPatch()).ApplyTo(Settings);
        var target = new UpstreamTarget(
            provider, null, new SealedKey(1, "abcd", new byte[] { 1 }), null, null, s.FirstByteTimeout, s.IdleTimeout,
            new RetryPolicy(s.MaxRetries, s.InitialRetryDelay, s.BackoffFactor, s.MaxRetryDelay));
        Router.Tell(new Granted(ask.EndpointId, ask.CallId, target, isProbe, Free with { Running = 1, Yours = 1 }), Endpoint);
    }

    protected void Queue(Acquire ask, long limitMs = 120_000) =>
        Router.Tell(new Queued(ask.EndpointId, ask.CallId, 1, limitMs, Free with { Running = 2, Waiting = 1 }), Endpoint);

    protected void Reject(Acquire ask, RejectionReason reason = RejectionReason.QueueFull, long? retryAfterMs = null) =>
        Router.Tell(new Rejected(ask.EndpointId, ask.CallId, reason, retryAfterMs, "why", Free with { Running = 2 }), Endpoint);

    /// <summary>The call the worker is told to make.</summary>
    protected Granted Performed() => Next<Perform>(Worker).Permit;

    protected void End(Granted permit, OutcomeClass outcome, bool held = false, bool started = false, bool surelyNot = false, int? retryAfterMs = null) =>
        Router.Tell(
            new AttemptEnded(permit.EndpointId, permit.CallId, new AttemptResult
            {
                Outcome = outcome,
                AnswerHeld = held,
                AnswerStarted = started,
                SurelyNotExecuted = surelyNot,
                RetryAfter = retryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            }),
            Worker);

    protected Report Reported() => Next<Report>(Endpoint);

    private protected FinalAnswer Answer(FakeRequest request)
    {
        Settle();
        return Assert.Single(request.Answers);
    }

    private protected void Unanswered(FakeRequest request)
    {
        Settle();
        Assert.Empty(request.Answers);
    }
}
