using System.Diagnostics.CodeAnalysis;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Routing;

/// <summary>What one router knows of one endpoint. It may be stale: the endpoint alone admits. Owned by one router, not thread-safe.</summary>
public sealed class RoutingEntry(EndpointId id)
{
    // Halved so often, any number is nothing.
    private const int MostHalvings = 30;

    private int _othersRunning;
    private EndpointSettings _settings;

    /// <summary>Which endpoint.</summary>
    public EndpointId Id { get; } = id;

    /// <summary>Its settings as last announced.</summary>
    public required EndpointSettings Settings
    {
        get => _settings;
        [MemberNotNull(nameof(_settings))]
        set
        {
            // What each choice reads of every candidate is kept here.
            _settings = value;
            (Slots, Weight, QueueLimit) = (value.MaxConcurrentRequests, value.Weight, value.QueueEnabled ? value.QueueSize : 0);
            NoteWhetherItServes();
        }
    }

    /// <summary>Requests it runs at a time.</summary>
    public int Slots { get; private set; }

    /// <summary>Its share among others.</summary>
    public int Weight { get; private set; }

    /// <summary>Requests that may wait there; 0 where none may.</summary>
    public int QueueLimit { get; private set; }

    /// <summary>Its state as last heard.</summary>
    public EndpointState State { get; private set; }

    /// <summary>When a cooldown or open circuit ends (monotonic, this node's clock).</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>Requests that wait there, as last heard.</summary>
    public int Waiting { get; private set; }

    /// <summary>Permits this router holds.</summary>
    public int OwnRunning { get; set; }

    /// <summary>Questions of this router that are not answered yet.</summary>
    public int Asked { get; set; }

    /// <summary>Requests of this router that wait out a delay before they try again, having failed there.</summary>
    public int BackingOff { get; set; }

    /// <summary>As many as may run and wait there back off from it already.</summary>
    public bool IsCrowded => BackingOff >= Settings.QueueSize + Settings.MaxConcurrentRequests;

    /// <summary>A question was not acknowledged in time, and nothing was heard since.</summary>
    public bool IsSilent { get; set; }

    /// <summary>It had no slot a moment ago for a request that would have moved there: until then none asks again (monotonic).</summary>
    public TimeSpan NoSlotUntil { get; set; }

    /// <summary>Requests in a row that it refused to let move there although it had a slot.</summary>
    public int RefusedMoves { get; set; }

    /// <summary>When it was last asked for its load (monotonic).</summary>
    public TimeSpan LoadAskedAt { get; set; }

    /// <summary>When its load was last heard (monotonic, this node's clock).</summary>
    public TimeSpan HeardAt { get; private set; }

    /// <summary>How long a permit is held there on average; zero before any has returned, null where it isn't told.</summary>
    public TimeSpan? MeanHold { get; private set; }

    /// <summary>The limit of its own by which it cools down, as last heard.</summary>
    public MinuteLimit Limit { get; private set; }

    /// <summary>Which of its changes last ended its pauses of models before their time, as announced.</summary>
    public long ModelsResumed { get; set; }

    /// <summary>This router's count of choices when it last chose the endpoint; orders by least recently used.</summary>
    public long LastUsed { get; set; }

    /// <summary>How long what was heard of other routers' calls says that a slot is taken: no call is moved there on a guess.</summary>
    public static readonly TimeSpan OthersStand = TimeSpan.FromSeconds(10);

    /// <summary>Its turn among others of another weight; see <see cref="WeightedTurns"/>.</summary>
    public int Credit { get; set; }

    /// <summary>How long it takes to its first byte, of late.</summary>
    public FirstByteTime FirstByte { get; private set; }

    /// <summary>A hash of its id that is the same on all nodes.</summary>
    public ulong IdHash { get; } = StableHash.Of(id.Value);

    /// <summary>Permits in use over all routers as last heard, questions under way included.</summary>
    public int Running => OwnRunning + _othersRunning + Asked;

    /// <summary>
    /// The same as far as it can be believed now: own calls are exact, those of other routers count in full for a second, and
    /// with each further one half as much, since nobody says when they end.
    /// </summary>
    public int RunningAt(TimeSpan now) => _othersRunning == 0 ? OwnRunning + Asked : OwnRunning + Asked + OthersAt(now);

    /// <summary>Whether a request can go there at all.</summary>
    public bool Serves { get; private set; }

    /// <summary>Whether those that wait there get their turn, as last heard: no cooldown, open circuit or quarantine holds them up.</summary>
    public bool Admits => !IsSilent && State is EndpointState.Available or EndpointState.HalfOpen;

    /// <summary>Whether its circuit is open.</summary>
    public bool IsOpen(TimeSpan now) => State is EndpointState.CircuitOpen && now < Until;

    /// <summary>Takes over the load an endpoint's reply carries.</summary>
    public void Heard(EndpointLoad load, TimeSpan now)
    {
        _othersRunning = Math.Max(0, load.Running - load.Yours);
        Take(load, now);
    }

    /// <summary>Takes over an announcement, which counts this router's permits among all.</summary>
    public void Announced(EndpointSettings settings, EndpointLoad load, TimeSpan now)
    {
        Settings = settings;
        _othersRunning = Math.Max(0, load.Running - OwnRunning);
        Take(load, now);
    }

    /// <summary>Permits that must be taken to be in use: as last heard, until that is long ago.</summary>
    public int TakenAt(TimeSpan now) => _othersRunning == 0 || now - HeardAt < OthersStand ? Running : RunningAt(now);

    /// <summary>A call of this router got its first byte after this time.</summary>
    public void FirstByteCame(TimeSpan took, TimeSpan now) => FirstByte = FirstByte.With(took, now);

    private int OthersAt(TimeSpan now)
    {
        var seconds = (now - HeardAt).Ticks / TimeSpan.TicksPerSecond;
        return seconds <= 0 ? _othersRunning : seconds > MostHalvings ? 0 : _othersRunning >> (int)seconds;
    }

    /// <summary>
    /// Another endpoint met a limit that is this one's too, so that it pauses without having said so yet. False when it
    /// paused for longer already, or doesn't serve.
    /// </summary>
    public bool Pause(TimeSpan until, TimeSpan now)
    {
        if (!Serves || until <= now || (State is EndpointState.CoolingDown or EndpointState.CircuitOpen && until <= Until))
        {
            return false;
        }

        // Of an account out of quota too: unlike a quarantine, which only the endpoint can end, it ends by itself at its moment.
        (State, Until, Limit) = (EndpointState.CoolingDown, until, MinuteLimit.None);
        return true;
    }

    private void NoteWhetherItServes() =>
        Serves = State is not (EndpointState.Quarantined or EndpointState.Disabled or EndpointState.Draining) && _settings.Enabled;

    private void Take(EndpointLoad load, TimeSpan now)
    {
        State = load.State;
        Limit = load.Limit;
        Waiting = load.Waiting;
        MeanHold = load.MeanHoldMs < 0 ? null : TimeSpan.FromMilliseconds(load.MeanHoldMs);
        (HeardAt, IsSilent) = (now, false);
        Until = now + TimeSpan.FromMilliseconds(load.RemainingMs);
        NoteWhetherItServes();
    }
}
