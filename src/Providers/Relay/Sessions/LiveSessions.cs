namespace MultiplexCluster.Providers.Relay.Sessions;

/// <summary>The sessions of this node have no end of their own: when the node stops, they are told to end. Thread-safe.</summary>
public sealed class LiveSessions
{
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when sessions are to end; one that begins later ends at once.</summary>
    internal Task Ending => _ending.Task;

    /// <summary>Ends all sessions cleanly: each side gets a close frame (1001).</summary>
    public void End() => _ending.TrySetResult();
}
