using Microsoft.Extensions.Primitives;
using MultiplexCluster.Host.Authentication;
using MultiplexCluster.Providers.Relay.Headers;
using MultiplexCluster.Providers.Relay.Sessions;

namespace MultiplexCluster.Host.ClientKeys;

/// <summary>Wherever the providers' SDKs put their key.</summary>
internal static class PresentedCredentials
{
    public static IEnumerable<string> Of(HttpRequest request)
    {
        foreach (var header in Present(request.Headers.Authorization))
        {
            if (BearerHeader.TryRead(header, out var token))
            {
                yield return token;
            }
        }

        foreach (var protocol in Present(request.Headers.SecWebSocketProtocol).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (protocol.StartsWith(WebSocketHandshake.CredentialProtocol, StringComparison.OrdinalIgnoreCase))
            {
                yield return protocol[WebSocketHandshake.CredentialProtocol.Length..];
            }
        }

        var headers = CredentialCarriers.Headers.SelectMany(name => Present(request.Headers[name]));
        foreach (var value in headers.Concat(Present(request.Query[CredentialCarriers.QueryParameter])))
        {
            yield return value.Trim(' ');
        }
    }

    private static IEnumerable<string> Present(StringValues values) => values.OfType<string>();
}
