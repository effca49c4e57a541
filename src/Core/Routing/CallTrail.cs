using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Routing;

/// <summary>Where a request has been: which endpoints it tried, how often, and which refuse it now.</summary>
public sealed class CallTrail
{
    /// <summary>Refusals a request collects before it leaves out those known to refuse it: the directory is seldom that stale.</summary>
    public const int Patience = 4;

    /// <summary>How long what an endpoint said of its queue stands for an answer of its own.</summary>
    public static readonly TimeSpan NewsLastFor = TimeSpan.FromMilliseconds(100);

    private readonly List<Step> _steps = new(2);
    private HashSet<string>? _searched;

    /// <summary>Attempts made on an endpoint.</summary>
    public int AttemptsOn(EndpointId id) => Find(id) is var i and >= 0 ? _steps[i].Attempts : 0;

    /// <summary>Whether the request may go there (again): untried, or with a retry left, and not barred.</summary>
    public TrailVerdict VerdictOn(RoutingEntry entry)
    {
        if (_searched is not null && entry.Settings.QuotaGroup is { } group && _searched.Contains(group))
        {
            return TrailVerdict.Excluded;
        }

        var i = Find(entry.Id);
        if (i < 0)
        {
            return TrailVerdict.Untried;
        }

        var step = _steps[i];
        if (step.Barred || step.Refused)
        {
            return TrailVerdict.Excluded;
        }

        return step.Attempts == 0 ? TrailVerdict.Untried
            : step.Attempts <= entry.Settings.MaxRetries ? TrailVerdict.RetryLeft
            : TrailVerdict.Excluded;
    }

    /// <summary>Whether the request may start there when a slot is free, although it may have refused to queue it.</summary>
    public bool MayStartAt(RoutingEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_searched is not null && entry.Settings.QuotaGroup is { } group && _searched.Contains(group))
        {
            return false;
        }

        var i = Find(entry.Id);
        return i < 0 || (!_steps[i].Barred && (_steps[i].Attempts == 0 || _steps[i].Attempts <= entry.Settings.MaxRetries));
    }

    /// <summary>An attempt was made there.</summary>
    public void Attempted(EndpointId id) => Update(id, s => s with { Attempts = s.Attempts + 1, Note = null });

    /// <summary>It must not be tried again: its key was refused or its account is out of quota.</summary>
    public void Bar(EndpointId id) => Update(id, s => s with { Barred = true });

    /// <summary>The account of this endpoint lacks what the request names: neither it nor its quota group is tried again.</summary>
    public void Searched(RoutingEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Bar(entry.Id);
        AccountsSearched++;
        if (entry.Settings.QuotaGroup is { } group)
        {
            (_searched ??= new(StringComparer.Ordinal)).Add(group);
        }
    }

    /// <summary>How many accounts lack what the request names.</summary>
    public int AccountsSearched { get; private set; }

    /// <summary>Whether it must not be tried again.</summary>
    public bool IsBarred(EndpointId id) => Find(id) is var i and >= 0 && _steps[i].Barred;

    /// <summary>Where it has been in any way.</summary>
    public IEnumerable<EndpointId> Places => _steps.Select(s => s.Id);

    /// <summary>Those that refuse now.</summary>
    public IEnumerable<EndpointId> Refusers => _steps.Where(s => s.Refused).Select(s => s.Id);

    /// <summary>It refused to admit; until the next attempt it is not asked again.</summary>
    public void Refuse(EndpointId id)
    {
        Update(id, s => s with { Refused = true });
        Refusals = _steps.Count(s => s.Refused);
    }

    /// <summary>What it said when it refused; another refusal takes its place.</summary>
    public void Note(EndpointId id, RefusalNote note) => Update(id, s => s with { Note = note });

    /// <summary>What it said when it last refused, as long as that holds; else null.</summary>
    public RefusalNote? NoteOn(EndpointId id, TimeSpan now) =>
        Find(id) is var i and >= 0 && _steps[i].Note is { } note && note.Until > now ? note : null;

    /// <summary>What it said holds no longer.</summary>
    public void ForgetNote(EndpointId id)
    {
        if (Find(id) >= 0)
        {
            Update(id, s => s with { Note = null });
        }
    }

    /// <summary>How many refuse now.</summary>
    public int Refusals { get; private set; }

    /// <summary>The request's wait began then, over all endpoints, less what it ran in between (monotonic).</summary>
    public TimeSpan WaitBegan { get; set; }

    /// <summary>How long it may wait.</summary>
    public WaitBudget Wait { get; set; }

    /// <summary>
    /// Whether a patient request need not ask: the endpoint was full a moment ago, or pauses beyond the request's
    /// deadline. So each endpoint is asked in vain a few times a second, however many requests look for a place.
    /// </summary>
    public bool KnowsRefusalOf(RoutingEntry entry, in Fitness fitness, TimeSpan now) => Refusals >= Patience && fitness.Class switch
    {
        FitnessClass.Full => now - entry.HeardAt < NewsLastFor,
        FitnessClass.CoolingDown or FitnessClass.CircuitOpen => entry.Until > WaitBegan + Wait.EndAt(entry.Settings.QueueTimeout),
        _ => false,
    };

    /// <summary>A new attempt begins: those that refused may be asked again.</summary>
    public void ForgetRefusals()
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            _steps[i] = _steps[i] with { Refused = false };
        }

        Refusals = 0;
    }

    private int Find(EndpointId id)
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            if (_steps[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private void Update(EndpointId id, Func<Step, Step> change)
    {
        var i = Find(id);
        if (i < 0)
        {
            _steps.Add(change(new Step(id, 0, false, false)));
        }
        else
        {
            _steps[i] = change(_steps[i]);
        }
    }

    private readonly record struct Step(EndpointId Id, int Attempts, bool Barred, bool Refused, RefusalNote? Note = null);
}

/// <summary>Whether a request may use an endpoint.</summary>
public enum TrailVerdict
{
    /// <summary>It has not been there: moving there costs no retry.</summary>
    Untried,

    /// <summary>It has been there and has retries left.</summary>
    RetryLeft,

    /// <summary>Not now.</summary>
    Excluded,
}
