namespace MultiplexCluster.FakeProviders.Counting;

/// <summary>How a call ended.</summary>
public enum CallEnding
{
    /// <summary>It is still in flight.</summary>
    InFlight,

    /// <summary>The whole answer was written.</summary>
    Answered,

    /// <summary>The client closed or reset the connection first.</summary>
    ClientLeft,

    /// <summary>The script cut the connection.</summary>
    Cut,

    /// <summary>The fake was disposed with the call in flight.</summary>
    Stopped,
}
