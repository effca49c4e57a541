using System.Security.Cryptography;
using System.Text;

namespace MultiplexCluster.Providers.Relay.Sessions;

/// <summary>A caller's wish for a WebSocket session (RFC 6455, 4.2.1). Extensions are not negotiated, so that frames can be read.</summary>
/// <param name="Key">Its <c>Sec-WebSocket-Key</c>.</param>
/// <param name="Protocols">The subprotocols it offers, those that carry a key or belong to one left out; null where there are none.</param>
public sealed record WebSocketHandshake(string Key, string? Protocols)
{
    /// <summary>In browsers the key stands in a subprotocol behind this (openai-node, <c>src/realtime/websocket.ts</c>).</summary>
    public const string CredentialProtocol = "openai-insecure-api-key.";

    /// <summary>What belongs to a key, as subprotocols of the same origin.</summary>
    private static readonly string[] OfTheKey = [CredentialProtocol, "openai-organization.", "openai-project."];

    private const string Version = "13";
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Reads the headers of a handshake; null where they are none, or of another version.</summary>
    public static WebSocketHandshake? TryRead(string? upgrade, string? version, string? key, string? protocols)
    {
        Span<byte> nonce = stackalloc byte[24];
        var isKey = key is { Length: 24 } && Convert.TryFromBase64String(key, nonce, out var length) && length == 16;
        return isKey
            && string.Equals(upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
            && version == Version
            && (protocols is null || Headers.HeaderText.IsSafe(protocols))
                ? new WebSocketHandshake(key!, WithoutCredentials(protocols))
                : null;
    }

    /// <summary>What <c>Sec-WebSocket-Accept</c> must be for a key (4.2.2).</summary>
    public static string AcceptOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
#pragma warning disable CA5350 // The protocol's own; it secures nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
    }

    /// <summary>Whether an answer accepts this very handshake. The caller's key goes upstream, so that it can see for itself.</summary>
    internal bool IsAcceptedBy(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Sec-WebSocket-Accept", out var accept) && accept.ToString() == AcceptOf(Key);

    /// <summary>Puts it in a message to the provider.</summary>
    internal void AddTo(HttpRequestMessage message)
    {
        message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", Version);
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Key);
        if (Protocols is not null)
        {
            message.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", Protocols);
        }
    }

    private static string? WithoutCredentials(string? protocols)
    {
        var kept = protocols?
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(protocol => !OfTheKey.Any(prefix => protocol.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToArray();
        return kept is { Length: > 0 } ? string.Join(", ", kept) : null;
    }
}
