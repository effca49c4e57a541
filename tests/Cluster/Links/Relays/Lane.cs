namespace MultiplexCluster.Cluster.Links.Relays;

/// <summary>One direction between two nodes.</summary>
internal sealed class Lane
{
    private long _delayTicks;
    private TaskCompletionSource? _shut;
    private volatile bool _resets;

    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _delayTicks));
        set => Volatile.Write(ref _delayTicks, value.Ticks);
    }

    /// <summary>Whether connections that need it are reset.</summary>
    public bool Resets => _resets;

    public void Cut(CutManner manner)
    {
        _resets = manner == CutManner.Reset;
        Interlocked.CompareExchange(ref _shut, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);
    }

    public void Heal()
    {
        _resets = false;
        Interlocked.Exchange(ref _shut, null)?.SetResult();
    }

    /// <summary>Completes when it is not cut.</summary>
    public async Task PassAsync(CancellationToken cancel)
    {
        while (Volatile.Read(ref _shut) is { } shut)
        {
            await shut.Task.WaitAsync(cancel);
        }
    }
}
