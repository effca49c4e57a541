namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>
/// How much memory the bodies of all requests may hold together, running and waiting ones. Where it is spent, bodies
/// go to disk. Thread-safe; one per node.
/// </summary>
/// <param name="limit">In bytes.</param>
public sealed class BodyMemory(long limit)
{
    private long _taken;

    /// <summary>Bytes taken at the moment.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes so many bytes, or none when that would be over the limit.</summary>
    internal bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    internal void Give(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
