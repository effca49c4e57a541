namespace MultiplexCluster.Providers.Relay.Headers;

/// <summary>One header that passes through. A repeated header is several of these, in order.</summary>
/// <param name="Name">The name as received.</param>
/// <param name="Value">The value; <see cref="HeaderText.IsSafe"/>.</param>
public readonly record struct ForwardedHeader(string Name, string Value);
