using System.Net;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Bodies;
using MultiplexCluster.Providers.Relay.Exchanges;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>Puts a call together as the provider gets it. Never log one: its text shows the key.</summary>
internal static class UpstreamMessage
{
    /// <summary>The message; exactly one credential, the permit's.</summary>
    internal static HttpRequestMessage Build(Uri url, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        var message = new HttpRequestMessage(request.Method, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = request.Body is { } body ? new ReplayContent(body, request.Edits, exchange) : null,
        };
        foreach (var header in request.Headers.AsSpan())
        {
            // The ones that describe a body live with the content; without a body they have nothing to describe.
            if (!message.Headers.TryAddWithoutValidation(header.Name, header.Value))
            {
                message.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }

        // A provider that refuses at once can say so before the body, which can be sent once only, is gone.
        message.Headers.ExpectContinue = request.Body is { IsPassing: true } ? true : null;
        Set(message, "X-Request-Id", request.Id.Value);
        Set(message, "X-Client-Request-Id", request.Id.Value);
        if (order.Target.Provider == ProviderKind.OpenAi)
        {
            Set(message, "OpenAI-Organization", order.Target.Organization);
            Set(message, "OpenAI-Project", order.Target.Project);
        }

        request.Handshake?.AddTo(message);
        var credential = request.Codec.Credential(order.Key, request.Route);
        Set(message, credential.Key, credential.Value);
        return message;
    }

    private static void Set(HttpRequestMessage message, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (!HeaderText.IsSafe(value))
        {
            throw new FormatException("a header value has characters that HTTP cannot carry");
        }

        message.Headers.TryAddWithoutValidation(name, value);
    }
}
