using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Simulation.Upstream;

/// <summary>
/// One key at its provider: how long its calls take (log-normal around a mean), when it answers 429 or 500, and, as the
/// judge outside, how many calls ran at a time and which came before their time.
/// </summary>
internal sealed class ModelledKey(Random random)
{
    private static readonly TimeSpan ErrorTakes = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private readonly List<SentCall> _sent = [];
    private readonly Queue<TimeSpan> _taken = [];
    private TimeSpan _forbiddenUntil;

    /// <summary>How long a good call takes on average.</summary>
    public TimeSpan Mean { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How much that varies: the deviation of its logarithm.</summary>
    public double Spread { get; set; } = 0.35;

    /// <summary>While it holds, calls are answered 429.</summary>
    public (TimeSpan From, TimeSpan To)? Storm { get; set; }

    /// <summary>What its 429 names; null where it names nothing.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>While it holds, calls are answered 500.</summary>
    public (TimeSpan From, TimeSpan To)? Outage { get; set; }

    /// <summary>How many calls it takes in any 60 s, and answers 429 to whatever comes beyond; null for no limit.</summary>
    public int? CallsPerMinute { get; set; }

    /// <summary>The calls it got.</summary>
    public IReadOnlyList<SentCall> Sent => _sent;

    /// <summary>How many.</summary>
    public long Calls => _sent.Count;

    /// <summary>Calls it answered 429.</summary>
    public long Refused { get; private set; }

    /// <summary>Calls it answered well.</summary>
    public long Served { get; private set; }

    /// <summary>Calls in flight.</summary>
    public int Running { get; private set; }

    /// <summary>The most that ran at a time.</summary>
    public int Peak { get; private set; }

    /// <summary>Calls that came although a 429 had named a later moment and was answered before they were sent.</summary>
    public long TooEarly { get; private set; }

    /// <summary>A call comes in: what becomes of it, and when.</summary>
    public ModelledAnswer Begin(long tokens, TimeSpan now)
    {
        Peak = Math.Max(Peak, ++Running);
        TooEarly += now < _forbiddenUntil ? 1 : 0;
        var call = new SentCall(now, tokens, Holds(Storm, now) || !HasRoom(now));
        _sent.Add(call);
        if (call.IsRefused)
        {
            Refused++;
            return new ModelledAnswer(OutcomeClass.RateLimited, ErrorTakes, RetryAfter);
        }

        return Holds(Outage, now)
            ? new ModelledAnswer(OutcomeClass.Failing, ErrorTakes, null)
            : new ModelledAnswer(OutcomeClass.Success, Mean * LogNormal(), null);
    }

    /// <summary>It has been answered.</summary>
    public void End(in ModelledAnswer answer, TimeSpan now)
    {
        Running--;
        Served += answer.Outcome is OutcomeClass.Success ? 1 : 0;
        if (answer is { Outcome: OutcomeClass.RateLimited, RetryAfter: { } after } && Running == 0)
        {
            _forbiddenUntil = now + after;
        }
    }

    private bool HasRoom(TimeSpan now)
    {
        if (CallsPerMinute is not { } most)
        {
            return true;
        }

        while (_taken.TryPeek(out var oldest) && oldest <= now - Minute)
        {
            _taken.Dequeue();
        }

        if (_taken.Count >= most)
        {
            return false;
        }

        _taken.Enqueue(now);
        return true;
    }

    private static bool Holds((TimeSpan From, TimeSpan To)? window, TimeSpan now) => window is { } w && now >= w.From && now < w.To;

    // Mean 1.
    private double LogNormal()
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Exp((Spread * normal) - (Spread * Spread / 2));
    }
}

/// <summary>What a provider makes of a call.</summary>
/// <param name="Outcome">Its class.</param>
/// <param name="Takes">How long.</param>
/// <param name="RetryAfter">The delay it names.</param>
internal readonly record struct ModelledAnswer(OutcomeClass Outcome, TimeSpan Takes, TimeSpan? RetryAfter);
