using System.Collections.Immutable;

namespace MultiplexCluster.Providers.Relay.Headers;

/// <summary>
/// Where SDKs put a key, besides <c>Authorization</c>. Whatever is read here as a client key never goes upstream.
/// </summary>
public static class CredentialCarriers
{
    /// <summary>The query parameter that carries a key.</summary>
    public const string QueryParameter = "key";

    /// <summary>Headers whose whole value is a key.</summary>
    public static ImmutableArray<string> Headers { get; } = ["x-api-key", "x-goog-api-key", "api-key"];
}
