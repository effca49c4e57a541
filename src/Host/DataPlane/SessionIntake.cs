using Microsoft.AspNetCore.Http.Features;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Paths;
using MultiplexCluster.Providers.Relay.Sessions;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Takes in the handshake of a WebSocket session.</summary>
internal sealed class SessionIntake(AccountObjects objects)
{
    /// <summary>A call that was accepted over HTTP is listened to by its account only (platform.openai.com/docs/guides/realtime-sip).</summary>
    private const string CallParameter = "call_id";

    private const int MaxModelLength = 256;

    private static readonly IntakeFault NoHandshake = IntakeFault.Invalid(
        "This path opens a WebSocket session: it takes a handshake over HTTP/1.1 with Upgrade: websocket and Sec-WebSocket-Version: 13.");

    private static readonly IntakeFault NoModel = IntakeFault.Invalid($"The query's \"model\" must be a text of 1 to {MaxModelLength} characters.");

    /// <summary>The request, or what is wrong with it.</summary>
    internal async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> TakeAsync(
        HttpContext context, IProviderCodec codec, CallTarget call, CallerHeaders headers, RequestId id, ICallerResponse caller)
    {
        var given = context.Request.Headers;
        var handshake = context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
            ? WebSocketHandshake.TryRead(given.Upgrade, given.SecWebSocketVersion, given.SecWebSocketKey, given.SecWebSocketProtocol)
            : null;
        if (handshake is null)
        {
            return (null, NoHandshake);
        }

        var model = call.Route.Model == ModelSource.Query ? QueryFilter.ValueOf(call.PathAndQuery, "model") : null;
        if (model is { Length: 0 or > MaxModelLength } || model?.AsSpan().ContainsAnyInRange('\0', '\u001f') == true)
        {
            return (null, NoModel);
        }

        var maker = headers.Instructions.Pinned is null
            ? await objects.MakerOfAsync(codec.Provider, QueryFilter.ValueOf(call.PathAndQuery, CallParameter), caller.Left)
            : null;
        return (Compose(codec, call, headers, id, caller, handshake, model, maker), null);
    }

    private static RelayRequest Compose(
        IProviderCodec codec, in CallTarget call, CallerHeaders headers, RequestId id, ICallerResponse caller,
        WebSocketHandshake handshake, string? model, EndpointId? maker)
    {
        return new RelayRequest
        {
            Id = id,
            Provider = codec.Provider,
            Codec = codec,
            Route = call.Route,
            Method = HttpMethod.Get,
            PathAndQuery = call.PathAndQuery,
            Headers = headers.Passing,
            Body = null,
            Caller = caller,
            Handshake = handshake,
            Model = model,
            Wishes = headers.Instructions.Wishes,
            Affinity = maker,
        };
    }
}
