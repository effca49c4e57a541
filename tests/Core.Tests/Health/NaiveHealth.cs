using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Tests.Health;

/// <summary>
/// The rules of the architecture, as plainly as they can be said: what has closed the gate, when, and which calls were
/// granted since. It holds no delays of its own; the jitter of the tested health is taken as given.
/// </summary>
internal sealed class NaiveHealth(EndpointSettings settings)
{
    private readonly List<NaiveCall> _running = [];
    private TimeSpan _coolsUntil;
    private TimeSpan? _opensUntil;
    private TimeSpan? _closedAt;
    private (TimeSpan? Until, bool Is) _quarantine;
    private NaiveCall? _probe;
    private bool _unproven;
    private int _closings;
    private int _failures;
    private int _reopenings;

    public int Backoffs { get; private set; }

    public IReadOnlyList<NaiveCall> Running => _running;

    /// <summary>What a request meets: nothing, a grant, or a grant as probe.</summary>
    public string Meets(TimeSpan now, bool lastResort)
    {
        var isOpen = _opensUntil is { } open && now < open;
        var probes = _probe is not null && now < _probe.LeaseEnds;
        var isFull = _running.Count >= settings.MaxConcurrentRequests;
        if (isFull || now < _coolsUntil || IsQuarantined(now) || (isOpen && !(lastResort && !probes)))
        {
            return "nothing";
        }

        return !_unproven && !isOpen ? "grant" : !probes ? "probe" : "nothing";
    }

    public NaiveCall Grant(int number, bool asProbe, TimeSpan now)
    {
        var call = new NaiveCall(number, _closings, now + TimeSpan.FromSeconds(30));
        _probe = asProbe ? call : _probe;
        _running.Add(call);
        return call;
    }

    public bool IsProbe(NaiveCall call) => ReferenceEquals(_probe, call);

    /// <summary>The least moment to which the gate must close, or null where it need not.</summary>
    public TimeSpan? End(NaiveCall call, OutcomeClass outcome, TimeSpan? retryAfter, TimeSpan now)
    {
        _running.Remove(call);
        retryAfter = retryAfter == TimeSpan.Zero && Backoffs > 0 && outcome is not OutcomeClass.OutOfQuota ? null : retryAfter;
        var isProbe = IsProbe(call);
        var isNews = isProbe || call.Closings == _closings;

        // Since the gate closed only probes were granted: one of them whose lease another has taken over proves as much.
        switch (outcome)
        {
            case OutcomeClass.Success or OutcomeClass.CallerFault or OutcomeClass.NotWithThisKey when isProbe || (isNews && _unproven && now >= _coolsUntil):
                _closedAt = _opensUntil is null ? _closedAt : now;
                (_unproven, _probe, Backoffs, _quarantine, _opensUntil, _failures) = (false, null, 0, default, null, 0);
                return null;
            case OutcomeClass.Success when isNews && !_unproven:
                (Backoffs, _failures) = (0, 0);
                return null;
            case OutcomeClass.Cancelled or OutcomeClass.AddressBlocked or OutcomeClass.PermitLost when isProbe:
                _probe = null;
                return null;
            case OutcomeClass.RateLimited or OutcomeClass.ProviderOverloaded when isNews || retryAfter is not null:
                var least = now + (retryAfter ?? Backoff());
                Backoffs += isNews ? 1 : 0;
                if (isNews || now >= _coolsUntil)
                {
                    Close();
                }

                _unproven = true;
                return least;
            case OutcomeClass.Failing or OutcomeClass.BrokenStream when isNews && settings.BreakerFailures > 0:
                return Failed(isProbe, now);
            case OutcomeClass.Failing or OutcomeClass.BrokenStream when isProbe:
                return Failed(isProbe, now);
            case OutcomeClass.KeyRefused:
                Quarantine(null);
                return null;
            case OutcomeClass.OutOfQuota:
                Quarantine(now + (retryAfter ?? TimeSpan.FromHours(1)));
                return null;
            default:
                return null;
        }
    }

    /// <summary>The gate closes until then: a cooldown never shortens.</summary>
    public void CoolsUntil(TimeSpan until) => _coolsUntil = until > _coolsUntil ? until : _coolsUntil;

    public void Reset()
    {
        _closedAt = null;
        (_coolsUntil, _opensUntil, _quarantine, _probe, _unproven, _failures, _reopenings, Backoffs) =
            (default, null, default, null, false, 0, 0, 0);
        _closings++;
    }

    public void Lift()
    {
        if (_quarantine.Is)
        {
            _quarantine = default;
            Close();
        }
    }

    private bool IsQuarantined(TimeSpan now) => _quarantine.Is && (_quarantine.Until is not { } until || now < until);

    private void Quarantine(TimeSpan? until)
    {
        if (!_quarantine.Is || (_quarantine.Until is { } old && (until is null || until > old)))
        {
            _quarantine = (until, true);
        }

        Close();
    }

    private TimeSpan? Failed(bool isProbe, TimeSpan now)
    {
        if (isProbe && _opensUntil is not null)
        {
            _reopenings = Math.Min(_reopenings + 1, 4);
            Open(now);
            return null;
        }

        if (_opensUntil is not null)
        {
            return null;
        }

        TimeSpan? least = isProbe ? now + Backoff() : null;
        if (isProbe)
        {
            Backoffs++;
            Close();
        }

        if (settings.BreakerFailures > 0 && ++_failures >= settings.BreakerFailures)
        {
            _reopenings = Math.Min(ReopeningsLeft(now) + 1, 4);
            Open(now);
        }

        return least;
    }

    // None of a circuit that was never open; else each stretch closed as long as it was open takes one back.
    private int ReopeningsLeft(TimeSpan now)
    {
        var left = _closedAt is null ? -1 : _reopenings;
        for (var end = _closedAt + OpenTime(left); left >= 0 && end <= now; end += OpenTime(left))
        {
            left--;
        }

        return left;
    }

    private void Open(TimeSpan now)
    {
        (_opensUntil, _closedAt) = (now + OpenTime(_reopenings), null);
        Close();
    }

    private TimeSpan OpenTime(int reopenings) => settings.BreakerOpen * Math.Min(Math.Pow(2, reopenings), 10);

    private void Close()
    {
        (_probe, _unproven) = (null, true);
        _closings++;
    }

    private TimeSpan Backoff() => TimeSpan.FromSeconds(Math.Min(
        settings.InitialRetryDelay.TotalSeconds * Math.Pow(settings.BackoffFactor, Backoffs), settings.MaxRetryDelay.TotalSeconds));
}

/// <summary>A running call, and how often the gate had closed when it was granted.</summary>
internal sealed record NaiveCall(int Number, int Closings, TimeSpan LeaseEnds);
