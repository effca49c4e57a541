namespace MultiplexCluster.Core.Retrying;

/// <summary>
/// How many requests of a pool may repeat a failed call at a time: at most 20 % of those on their way, and always 3. So a
/// provider that fails gets its retries spread over time; each request's own limits bound how many there are. A
/// rate limit is no failure: the endpoint's cooldown says when its retry comes. Counts the requests of one router; not
/// thread-safe.
/// </summary>
public sealed class RetryBudget
{
    /// <summary>Repeated at a time, however few requests there are.</summary>
    public const int Always = 3;

    /// <summary>One in so many requests may be a repetition.</summary>
    public const int Share = 5;

    /// <summary>Requests on their way, waiting or running.</summary>
    public int Active { get; private set; }

    /// <summary>Of these, those that repeat a failed call now.</summary>
    public int Retries { get; private set; }

    /// <summary>Whether one more may repeat a failed call now.</summary>
    public bool Allows => Retries < Math.Max(Always, Active / Share);

    /// <summary>A request has come.</summary>
    public void Enter() => Active++;

    /// <summary>It has its final answer.</summary>
    public void Leave() => Active--;

    /// <summary>A request repeats a failed call from now on. Allowed or not: what was begun counts.</summary>
    public void Take() => Retries++;

    /// <summary>That call has ended.</summary>
    public void Return() => Retries--;
}
