using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Queueing;

/// <summary>A request that waits.</summary>
/// <typeparam name="TRouter">Who is told of its turn.</typeparam>
/// <param name="Router">Who is told of its turn.</param>
/// <param name="Priority">Its class.</param>
/// <param name="IsRetry">It held a permit here before.</param>
/// <param name="IsPinned">No other endpoint may serve it.</param>
/// <param name="Deadline">When it is no longer granted (monotonic).</param>
/// <param name="Arrival">Counts those that came to this endpoint's queue.</param>
/// <param name="Number">Counts those that came to its line.</param>
/// <param name="Lane">Its caller's lane, 0 – 63.</param>
/// <param name="CameFromElsewhere">It waited before, elsewhere.</param>
/// <param name="Since">When it began to wait, wherever that was (monotonic).</param>
/// <param name="OldFrom">When most of its allowed wait is used (monotonic).</param>
public readonly record struct Waiter<TRouter>(
    TRouter Router,
    PriorityClass Priority,
    bool IsRetry,
    bool IsPinned,
    TimeSpan Deadline,
    long Arrival,
    long Number,
    byte Lane,
    bool CameFromElsewhere,
    TimeSpan Since,
    TimeSpan OldFrom);
