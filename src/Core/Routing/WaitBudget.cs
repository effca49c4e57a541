namespace MultiplexCluster.Core.Routing;

/// <summary>
/// How long a request may wait for a permit, in queues and backoff together. Times count from its arrival, less what its calls ran.
/// </summary>
/// <param name="Own">Its caller's limit; null for each endpoint's <c>queue_timeout</c>.</param>
/// <param name="Before">What it waited for other models of its alias.</param>
/// <param name="Here">How long it may wait for this model of its alias; null for all the time there is.</param>
public readonly record struct WaitBudget(TimeSpan? Own, TimeSpan Before = default, TimeSpan? Here = null)
{
    /// <summary>When its wait for this endpoint is over: the earliest of all its limits.</summary>
    public TimeSpan EndAt(TimeSpan queueTimeout)
    {
        var whole = Own ?? queueTimeout;
        return Here is { } here && Before + here < whole ? Before + here : whole;
    }

    /// <summary>What it may ask of an endpoint after waiting so long.</summary>
    public WaitTerms TermsAt(TimeSpan waited, TimeSpan queueTimeout)
    {
        if (Own is null && Here is null && Before == TimeSpan.Zero)
        {
            return default;
        }

        // Rounded up: less than a millisecond is time, too.
        var left = EndAt(queueTimeout) - waited;
        return left > TimeSpan.Zero ? new WaitTerms((long)Math.Ceiling(left.TotalMilliseconds), OnlyAtOnce: false)
            : Own is null || waited < Own ? new WaitTerms(1, OnlyAtOnce: true)
            : new WaitTerms(0, OnlyAtOnce: false);
    }
}

/// <summary>How long a request may wait at an endpoint.</summary>
/// <param name="LimitMs">In milliseconds; 0 when its time is up, null for the endpoint's own limit.</param>
/// <param name="OnlyAtOnce">It may not wait, but start if there is a free slot: only its alias, or the endpoint's limit, ends the wait.</param>
public readonly record struct WaitTerms(long? LimitMs, bool OnlyAtOnce);
