namespace MultiplexCluster.Core.Routing;

/// <summary>
/// How long a request may wait for a permit, in queues and backoff together. Times count from its arrival, less what its calls ran.
/// </summary>
/// <param name="Own">Its caller's limit; null for each endpoint's <c>queue_timeout</c>.</param>
/// <param name="Before">What it waited for other models of its alias.</param>
/// <param name="Here">How long it may wait for this model of its alias; null for all the time there is.</param>
public readonly record struct WaitBudget(TimeSpan? Own, TimeSpan Before = default, TimeSpan? Here = null)
{
    /// <summary>
    /// How long it may wait for a model of its alias that isn't the last: of the time its caller gave it half of what is left at most,
    /// so that some remains for the others.
    /// </summary>
    /// <param name="own">Its caller's limit; null for none.</param>
    /// <param name="before">What it waited for others.</param>
    /// <param name="most">The alias's limit for one.</param>
    public static TimeSpan Share(TimeSpan? own, TimeSpan before, TimeSpan most)
    {
        if (own is not { } whole)
        {
            return most;
        }

        var half = before < whole ? (whole - before) / 2 : TimeSpan.Zero;
        return half < most ? half : most;
    }

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
