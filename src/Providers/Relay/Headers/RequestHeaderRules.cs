using System.Collections.Frozen;

namespace MultiplexCluster.Providers.Relay.Headers;

/// <summary>What becomes of a caller's request header.</summary>
public enum HeaderFate
{
    /// <summary>Goes upstream as it is.</summary>
    Forward,

    /// <summary>Stays here: hop-by-hop, a credential, or something this service sets itself.</summary>
    Drop,

    /// <summary><c>Connection</c>: stays here, and so do the headers it names.</summary>
    Connection,

    /// <summary><c>X-Request-Id</c>: becomes the request's id.</summary>
    RequestId,

    /// <summary><c>X-Multiplex-…</c>: an instruction to this service.</summary>
    Instruction,
}

/// <summary>Which request headers pass through.</summary>
public static class RequestHeaderRules
{
    private static readonly FrozenDictionary<string, HeaderFate> Named = Build();

    /// <summary>The fate of a header, by its name in any case.</summary>
    public static HeaderFate FateOf(string name)
    {
        if (Named.TryGetValue(name, out var fate))
        {
            return fate;
        }

        return (name[0] | 0x20) switch
        {
            'x' when name.StartsWith(ServiceHeaders.Prefix, StringComparison.OrdinalIgnoreCase) => HeaderFate.Instruction,
            'x' when name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) => HeaderFate.Drop,

            // A handshake that is not relayed; in browsers its protocol list carries a key.
            's' when name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase) => HeaderFate.Drop,
            'p' when name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase) => HeaderFate.Drop,
            _ => HeaderFate.Forward,
        };
    }

    private static FrozenDictionary<string, HeaderFate> Build()
    {
        string[] dropped =
        [
            // Hop-by-hop, framing, and what the client of the next hop decides.
            "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Host", "Content-Length", "Expect",

            // Answers are read for usage on their way, so they must come uncompressed.
            "Accept-Encoding",

            // Every carrier of a credential.
            .. CredentialCarriers.Headers, "Authorization", "Cookie",

            // Belong to a key: the endpoint has its own.
            "OpenAI-Organization", "OpenAI-Project", "X-Goog-User-Project",

            // Set anew from the request's id.
            "X-Client-Request-Id",

            // Say who calls; nobody else's business. The platform's own tracing headers tie callers together as well.
            "Forwarded", "X-Real-IP", "Via", "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context",
        ];
        var fates = dropped.ToDictionary(name => name, _ => HeaderFate.Drop, StringComparer.OrdinalIgnoreCase);
        fates["Connection"] = HeaderFate.Connection;
        fates["X-Request-Id"] = HeaderFate.RequestId;
        return fates.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
