namespace MultiplexCluster.Providers.Relay.Exchanges;

/// <summary>Why an exchange was broken off from this side.</summary>
internal enum AbortCause
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The caller left.</summary>
    CallerLeft,

    /// <summary>The caller took no byte, or sent none of an upload that passes, for the idle timeout.</summary>
    CallerStalled,

    /// <summary>An operator has cancelled the request.</summary>
    Cancelled,

    /// <summary>The permit was lost.</summary>
    PermitLost,

    /// <summary>The provider's first byte did not come in time.</summary>
    FirstByteTimeout,

    /// <summary>The provider fell silent in its answer.</summary>
    IdleTimeout,
}
