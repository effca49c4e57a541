namespace MultiplexCluster.Providers.Relay.Exchanges;

/// <summary>What an <see cref="ExchangeWatch"/> looks at in each sweep. Its members are called under the watch's lock, so never after it was removed.</summary>
internal interface IWatched
{
    /// <summary>Neighbours in the watch's list; only the watch touches them.</summary>
    IWatched? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    IWatched? Next { get; set; }

    /// <summary>The exchange that runs now, or null.</summary>
    Exchange? Running { get; }

    /// <summary>Looks whether the caller is one to go on for. Must be quick and must not throw.</summary>
    void LookAtCaller();
}
