namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>How providers are reached.</summary>
public sealed class UpstreamOptions
{
    /// <summary>
    /// Whether an endpoint's base URL may reach loopback, private, link-local, unique-local, carrier-grade NAT or
    /// unspecified addresses. Default false.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Until the connection stands, TLS included. Default 10 s, more than zero.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Age at which a connection is replaced, so that DNS changes are followed. Default 5 minutes.</summary>
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an unused connection is kept. Default 1 minute.</summary>
    public TimeSpan ConnectionIdle { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Wait between closing an unfinished exchange and giving its permit back, so that the provider has noticed before
    /// the next call comes. Default 30 ms.
    /// </summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Wait between the last bytes of an answer that broke off and the cut of the caller's connection. Default 250 ms.</summary>
    public TimeSpan LastWords { get; set; } = TimeSpan.FromMilliseconds(250);
}
