namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// How often this node's endpoints write checkpoints: every 200 ms each while few are busy, and together no more than
/// 200 a second, so that the cost of a call doesn't grow with the number of busy endpoints. Shared by all of a node.
/// </summary>
/// <param name="shortest">The pause while few are busy; null for those 200 ms.</param>
internal sealed class CheckpointPace(TimeSpan? shortest = null)
{
    private readonly TimeSpan _shortest = shortest ?? TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PerBusyEndpoint = TimeSpan.FromMilliseconds(5);
    private int _busy;

    /// <summary>The pause before an endpoint's next checkpoint.</summary>
    internal TimeSpan Interval
    {
        get
        {
            var shared = PerBusyEndpoint * Volatile.Read(ref _busy);
            return shared > _shortest ? shared : _shortest;
        }
    }

    /// <summary>An endpoint has something to write.</summary>
    internal void Enter() => Interlocked.Increment(ref _busy);

    /// <summary>It has nothing to write any more.</summary>
    internal void Leave() => Interlocked.Decrement(ref _busy);
}
