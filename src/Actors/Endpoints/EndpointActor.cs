using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Administration;
using MultiplexCluster.Core.Counting;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// The only authority over one API key: settings, sealed key, permits in use, queue, cooldown, breaker, counters. It
/// interprets what the core decides; each concern has its own file.
/// </summary>
internal sealed partial class EndpointActor : UntypedPersistentActor, IWithTimers
{
    private readonly EndpointId _id;
    private readonly EndpointSurroundings _around;
    private readonly PermitTable _permits = new();
    private readonly WaitingRoom _room;
    private readonly KnownRouters _routers = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly long _incarnation;
    private readonly Random _random;
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private TimeSpan _now;

    private EndpointProfile? _profile;
    private UpstreamTarget? _target;
    private EndpointHealth _health = EndpointHealth.Healthy;
    private Counters _counters;

    public EndpointActor(string entityId, EndpointSurroundings around)
    {
        _id = EndpointId.Parse(entityId);
        _around = around;
        _room = new WaitingRoom(Context, GetType());
        _random = new Random();
        _incarnation = _random.NextInt64(1, long.MaxValue);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public override string PersistenceId => $"endpoint-{_id}";

    private DateTimeOffset WallNow => _scheduler.Now;

    public static Props Props(string entityId, EndpointSurroundings around) =>
        Akka.Actor.Props.Create(() => new EndpointActor(entityId, around));

    /// <summary>One moment per message. The coarse clock's milliseconds are cut off: a cooldown would end up to one too early.</summary>
    private void ReadClock() => _now = _scheduler.HighResMonotonicClock;

    protected override void OnCommand(object message)
    {
        ReadClock();
        if (IsTakingOver && message is (Acquire or IAdminCommand))
        {
            HoldDuringTakeover((IEndpointMessage)message);
            return;
        }

        switch (message)
        {
            case Acquire acquire: OnAcquire(acquire); break;
            case Report report: OnReport(report); break;
            case ReportsAndQuestions several: OnSeveral(several); break;
            case SendGrants: OnSendGrants(); break;
            case ProbeVerdict verdict: OnProbeVerdict(verdict); break;
            case Withdraw withdraw: OnWithdraw(withdraw); break;
            case LoadQuery query: OnLoadQuery(query); break;
            case GateTick: OnGateTick(); break;
            case LimitTick: OnLimitTick(); break;
            case LimitReached reached: OnLimitReached(reached); break;
            case ScopePaused pause: OnScopePaused(pause); break;
            case KeyCheckTick: OnKeyCheckTick(); break;
            case IAdminCommand command: OnAdminCommand(command); break;
            case CheckpointTick: Checkpoint(); break;
            case SaveSnapshotSuccess saved: OnCheckpointSaved(saved); break;
            case SaveSnapshotFailure failed: OnCheckpointFailed(failed); break;
            case WakeEndpoint: OnWake(); break;
            case Holdings holdings: OnHoldings(holdings); break;
            case RoutersAsked asked: OnRoutersAsked(asked); break;
            case TakeoverTick: OnTakeoverTick(); break;
            case NodeEnded ended: OnNodeEnded(ended.Node); break;
            case ReportsSent sent: OnReportsSent(sent); break;
            case IdReleased: OnIdReleased(); break;
            case IdTaken or IdReserved or CatalogUnavailable: break;
            case HandOff: OnHandOff(); break;
            case HandOffTimeout: Context.Stop(Self); break;
            case DeleteSnapshotsSuccess or DeleteSnapshotsFailure or DeleteMessagesSuccess or DeleteMessagesFailure: break;
            default: Unhandled(message); break;
        }
    }

    private EndpointLoad Load(RouterId router = default)
    {
        var (state, until) = State;
        var remaining = until is { } end ? Math.Max(0, (long)Math.Ceiling((end - _now).TotalMilliseconds)) : 0;
        return new EndpointLoad(state, remaining, _permits.Count, _routers.Find(router)?.Held ?? 0, _room.Count)
        {
            MeanHoldMs = (int)Math.Min(int.MaxValue, Math.Ceiling(_meanHold.TotalMilliseconds)),
            Limit = LimitOf(state),
        };
    }

    private (EndpointState State, TimeSpan? Until) State =>
        _profile is { } p ? Condition.Of(GateNow, p.Settings.Enabled, p.IsDraining) : (EndpointState.Disabled, null);

    private sealed record SendGrants
    {
        public static readonly SendGrants Instance = new();
    }

    private sealed record GateTick
    {
        public static readonly GateTick Instance = new();
    }
}
