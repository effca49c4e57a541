using System.Reflection;
using Akka.TestKit;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Actors.Tests.Time;
using MultiplexCluster.Actors.Workers;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Secrets;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>One router, with probes as the shard region, the endpoints and the worker.</summary>
public abstract class RouterSpec : TimedSpec
{
    protected static readonly EndpointId A = EndpointId.Parse("a");
    protected static readonly EndpointId BarrierId = EndpointId.Parse("barrier");
    protected static readonly EndpointId B = EndpointId.Parse("b");
    private long _tickets;
    private long _versions;
    private int _sync;

    protected RouterSpec()
    {
        (Region, Worker, Endpoint, Reporter, Barrier) = (
            CreateTestProbe("region"), CreateTestProbe("worker"), CreateTestProbe("endpoint"), CreateTestProbe("reporter"), CreateTestProbe("barrier"));
        Keys = new OpenedKeys(new KeySealer(MasterKey.Generate(out _)));
        Router = Sys.ActorOf(RouterActor.Props(default, Leases, Region, [Worker], Reporter, Keys));
    }

    /// <summary>Where questions go that have no straight way yet.</summary>
    protected TestProbe Region { get; }

    /// <summary>Answers for all endpoints; thereby it becomes their straight way.</summary>
    protected TestProbe Endpoint { get; }

    protected TestProbe Worker { get; }

    protected TestProbe Reporter { get; }

    private protected OpenedKeys Keys { get; }

    private protected NodeLeases Leases { get; } = Unending();

    protected IActorRef Router { get; }

    private TestProbe Barrier { get; }

    private protected RouterActor Actor
    {
        get
        {
            var cell = ((ActorRefWithCell)Router).Underlying;
            return (RouterActor)cell.GetType().GetProperty("Actor", Inner)!.GetValue(cell)!;
        }
    }

    private protected T Field<T>(string name) => (T)typeof(RouterActor).GetField(name, Inner)!.GetValue(Actor)!;

    private const BindingFlags Inner = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance;

    protected static EndpointSettings Settings => new() { Provider = ProviderKind.OpenAi, MaxConcurrentRequests = 2, MaxRetries = 2 };

    protected static EndpointLoad Free => new(EndpointState.Available, 0, 0, 0, 0);

    // Its answer says that all before it is done.
    protected override void Settle()
    {
        Router.Tell(new HoldingsRequest(BarrierId, ++_sync, new Dictionary<RouterId, long>()), Barrier);
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
        string? pool = null,
        EndpointId? affinity = null,
        bool namesObject = false,
        bool listsObjects = false)
    {
        var request = new FakeRequest
        {
            Ticket = ++_tickets,
            Id = RequestId.Parse("r"),
            Provider = ProviderKind.OpenAi,
            Wishes = new CallWishes { Pinned = pinned, WaitLimit = waitLimit, Priority = priority, Pool = pool },
            CreatesPaidObject = createsPaidObject,
            Model = model,
            Affinity = affinity,
            NamesObject = namesObject,
            ListsObjects = listsObjects,
        };
        Router.Tell(new Execute(request));
        return request;
    }

    protected Acquire Asked(TestProbe? probe = null) => Next<Acquire>(probe ?? Region);

    protected void Grant(Acquire ask, bool isProbe = false, SettingsPatch? settings = null, ProviderKind provider = ProviderKind.OpenAi, EndpointLoad? load = null) =>
        Router.Tell(GrantOf(ask, isProbe, settings, provider, load), Endpoint);

    protected static Granted GrantOf(
        Acquire ask, bool isProbe = false, SettingsPatch? settings = null, ProviderKind provider = ProviderKind.OpenAi, EndpointLoad? load = null)
    {
        var s = (settings ?? new SettingsPatch()).ApplyTo(Settings);
        var target = new UpstreamTarget(
            provider, null, new SealedKey(1, "abcd", new byte[] { 1 }), null, null, s.FirstByteTimeout, s.IdleTimeout,
            new RetryPolicy(s.MaxRetries, s.InitialRetryDelay, s.BackoffFactor, s.MaxRetryDelay));
        return new Granted(ask.EndpointId, ask.CallId, target, isProbe, load ?? Free with { Running = 1, Yours = 1 });
    }

    protected void Queue(Acquire ask, long limitMs = 120_000, EndpointLoad? load = null) =>
        Router.Tell(new Queued(ask.EndpointId, ask.CallId, 1, limitMs, load ?? Free with { Running = 2, Waiting = 1 }), Endpoint);

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

    /// <summary>The last question that was sent, by whatever way.</summary>
    protected Acquire AskedAnywhere()
    {
        for (var i = 0; i < 500; i++)
        {
            Settle();
            if (Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().LastOrDefault() is { } ask)
            {
                return ask;
            }
        }

        throw new InvalidOperationException("nobody was asked");
    }
}
