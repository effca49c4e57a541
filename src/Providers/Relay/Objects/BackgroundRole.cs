namespace MultiplexCluster.Providers.Relay.Objects;

/// <summary>What a call has to do with responses that are made in the background.</summary>
public enum BackgroundRole
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It begins one: its answer may end before the tokens are known.</summary>
    Begins,

    /// <summary>It reads one, or cancels it: where its answer tells the tokens, they may still be unbooked.</summary>
    Reads,
}
