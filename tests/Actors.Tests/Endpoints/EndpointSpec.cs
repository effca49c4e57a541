using Akka.TestKit;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Tests.Time;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>One endpoint, with probes for the actors around it. Its parent stands for its shard.</summary>
public abstract class EndpointSpec : TimedSpec
{
    protected static readonly EndpointId Id = EndpointId.Parse("a");
    protected static readonly RouterId RouterId = new(7);
    private static readonly RequestId Label = RequestId.Parse("r");
    private int _sync;
    private long _sequence;
    private long _report;

    protected EndpointSpec()
    {
        (Router, Operator, Reporter, Catalog, Shard) = (
            CreateTestProbe("router"), CreateTestProbe("operator"), CreateTestProbe("reporter"), CreateTestProbe("catalog"), CreateTestProbe("shard"));
        (Barrier, KeyChecker) = (CreateTestProbe("barrier"), CreateTestProbe("key-checker"));
        Endpoint = Started();
    }

    protected TestProbe Router { get; }

    protected TestProbe Operator { get; }

    protected TestProbe Reporter { get; }

    protected TestProbe Catalog { get; }

    protected TestProbe Shard { get; }

    protected TestProbe KeyChecker { get; }

    protected IActorRef Endpoint { get; private set; }

    private protected NodeLeases Leases { get; } = Unending();

    private protected CheckpointPace Pace { get; } = new();

    private TestProbe Barrier { get; }

    protected static EndpointSettings Settings => new() { Provider = ProviderKind.OpenAi, MaxConcurrentRequests = 1 };

    protected static SealedKey Key(int version = 1) => new(version, "abcd", new byte[] { 1, 2, (byte)version });

    // The answer to a question nobody asked says that all before it is done, and changes nothing.
    protected override void Settle()
    {
        var call = new CallId(new RouterId(long.MaxValue), ++_sync, 1);
        Endpoint.Tell(new Withdraw(Id, call), Barrier);
        Barrier.FishForMessage(m => m is Withdrawn w && w.CallId == call, TimeSpan.FromSeconds(15));
    }

    protected IActorRef Started() => Endpoint = Shard.ChildActorOf(EndpointActor.Props(
        Id.Value, new EndpointSurroundings(Reporter, Catalog, AllowPrivateNetworks: false, Leases, Pace, new UnreadableEndpoints())
        {
            KeyChecker = KeyChecker,
            KeyCheckInterval = TimeSpan.FromMinutes(5),
        }));

    /// <summary>Ends the endpoint's actor as a crash of its node would.</summary>
    protected void Crash()
    {
        Operator.Watch(Endpoint);
        Sys.Stop(Endpoint);
        EndOf(Operator, Endpoint);
    }

    /// <summary>Starts it again and answers what it asks the routers.</summary>
    protected void Restart(params CallId[] held)
    {
        Started();
        AnswerRouters(held);
        Settle();
    }

    /// <summary>What it asks the routers.</summary>
    protected HoldingsRequest AskedRouters() => Next<AskRouters>(Reporter).Request;

    /// <summary>The only router says what it holds.</summary>
    protected void AnswerRouters(params CallId[] held)
    {
        Endpoint.Tell(new Holdings(Id, AskedRouters().Incarnation, RouterId, held), Router);
        WereAsked(0);
    }

    /// <summary>The nodes whose routers were asked.</summary>
    protected void WereAsked(params int[] nodes) => Endpoint.Tell(new RoutersAsked(nodes.Select(n => new NodeId(n)).ToHashSet()), Reporter);

    protected EndpointDetails Create(EndpointSettings? settings = null)
    {
        var details = Done(new CreateEndpoint(Id, settings ?? Settings, Key()));
        AnswerRouters();
        Settle();
        return details;
    }

    protected EndpointDetails Done(IAdminCommand command)
    {
        Endpoint.Tell(command, Operator);
        return Next<EndpointDescribed>(Operator).Details;
    }

    protected AdminRefusal Refused(IAdminCommand command)
    {
        Endpoint.Tell(command, Operator);
        return Next<AdminRefused>(Operator).Reason;
    }

    protected EndpointDetails Described() => Done(new DescribeEndpoint(Id));

    protected void Patch(SettingsPatch patch) => Done(new PatchEndpoint(Id, patch));

    protected CallId NewCall() => new(RouterId, ++_sequence, 1);

    protected Acquire Ask(
        CallId? call = null,
        PriorityClass priority = PriorityClass.Medium,
        long? waitMs = null,
        long waitedMs = 0,
        bool isRetry = false,
        bool lastResort = false,
        bool isPinned = false,
        byte lane = 0,
        bool onlyAtOnce = false)
    {
        var ask = new Acquire(Id, call ?? NewCall(), Label, priority, waitMs, waitedMs, isRetry, lastResort, isPinned)
        {
            Lane = lane,
            OnlyAtOnce = onlyAtOnce,
        };
        Endpoint.Tell(ask, Router);
        return ask;
    }

    protected CallId Granted(PriorityClass priority = PriorityClass.Medium, bool isProbe = false)
    {
        var call = Ask(priority: priority).CallId;
        var granted = Next<Granted>(Router);
        Assert.Equal((call, isProbe), (granted.CallId, granted.IsProbe));
        return call;
    }

    protected CallId Queued(PriorityClass priority = PriorityClass.Medium, bool isRetry = false, long? waitMs = null, bool isPinned = false)
    {
        var call = Ask(priority: priority, isRetry: isRetry, waitMs: waitMs, isPinned: isPinned).CallId;
        Assert.Equal(call, Next<Queued>(Router).CallId);
        return call;
    }

    protected Rejected Rejected(long? waitMs = null, bool isRetry = false)
    {
        var call = Ask(waitMs: waitMs, isRetry: isRetry).CallId;
        var rejected = Next<Rejected>(Router);
        Assert.Equal(call, rejected.CallId);
        return rejected;
    }

    protected Report ReportOf(
        CallId call, OutcomeClass? attempt = OutcomeClass.Success, RequestOutcome? request = RequestOutcome.Succeeded, long? retryAfterMs = null, long? number = null) =>
        new(Id, call, number ?? ++_report, attempt, request, new TokenUsage(1, 0, 2, 3), retryAfterMs, null);

    protected void Ends(CallId call, OutcomeClass outcome = OutcomeClass.Success, long? retryAfterMs = null)
    {
        var request = outcome is OutcomeClass.Success ? RequestOutcome.Succeeded : (RequestOutcome?)null;
        Endpoint.Tell(ReportOf(call, outcome, request, retryAfterMs), Router);
    }

    /// <summary>Waits for the first checkpoint to be under way; it ends when the source is set.</summary>
    protected TaskCompletionSource CheckpointBegun()
    {
        var go = new TaskCompletionSource();
        Store.SavesGo = go.Task;
        PassMs(200);
        AwaitAssert(() => Assert.Single(Store.Saves));
        return go;
    }

    /// <summary>Waits for a checkpoint of everything that was reported.</summary>
    protected void Checkpointed() => PassUntil<ReportsCovered>(Router, covered => covered.Number == _report);

    protected Granted Turn() => Next<Granted>(Router);

    protected Rejected Refusal() => Next<Rejected>(Router);

    protected static bool IsPermitOrPlace(object answer) => answer is Contracts.Protocol.Granted or Contracts.Protocol.Queued;

    protected static SettingsPatch Limit(int limit) => new() { MaxConcurrentRequests = Change.To(limit) };
}
