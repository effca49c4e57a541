using System.Net;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>The one pool of connections to providers. Follows nothing, remembers nothing, decodes nothing.</summary>
public sealed class UpstreamClient : IDisposable
{
    private static readonly HttpRequestOptionsKey<DialedStream> Wire = new("wire");

    private readonly HttpMessageInvoker _kept;
    private readonly HttpMessageInvoker _single;

    /// <summary>Makes the pool; connections come when calls need them.</summary>
    public UpstreamClient(UpstreamOptions options, TimeProvider time)
        : this(options, time, static stream => stream)
    {
    }

    /// <summary>With something between each connection and its use.</summary>
    internal UpstreamClient(UpstreamOptions options, TimeProvider time, Func<Stream, Stream> between)
    {
        ArgumentNullException.ThrowIfNull(options);
        var dialer = new Dialer(options.AllowPrivateNetworks, time);
        _kept = new HttpMessageInvoker(Handler(options, options.ConnectionLifetime, dialer, between), disposeHandler: true);
        _single = new HttpMessageInvoker(Handler(options, TimeSpan.Zero, dialer, between), disposeHandler: true);
    }

    /// <summary>Sends; completes at the response headers.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancel) =>
        _kept.SendAsync(message, cancel);

    /// <summary>Sends on a connection of its own, which is closed afterwards.</summary>
    internal Task<HttpResponseMessage> SendAloneAsync(HttpRequestMessage message, CancellationToken cancel) =>
        _single.SendAsync(message, cancel);

    /// <summary>Closes every connection.</summary>
    public void Dispose()
    {
        _kept.Dispose();
        _single.Dispose();
    }

    private static SocketsHttpHandler Handler(UpstreamOptions options, TimeSpan lifetime, Dialer dialer, Func<Stream, Stream> between) => new()
    {
        // A cross-host redirect would carry x-api-key along.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = lifetime,
        PooledConnectionIdleTimeout = options.ConnectionIdle,
        MaxConnectionsPerServer = int.MaxValue,
        MaxResponseHeadersLength = 32,

        // An unfinished answer closes its connection: the provider must see that nobody waits for it.
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        EnableMultipleHttp2Connections = false,
        ConnectCallback = async (context, cancel) =>
        {
            var wire = await dialer.ConnectAsync(context.DnsEndPoint, cancel);
            context.InitialRequestMessage.Options.Set(Wire, wire);
            return wire;
        },
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult(Keep(context, between)),
    };

    private static Stream Keep(SocketsHttpPlaintextStreamFilterContext context, Func<Stream, Stream> between)
    {
        // The message that a connection is made for is at hand both below and above TLS.
        var options = context.InitialRequestMessage.Options;
        if (!options.TryGetValue(Wire, out var wire))
        {
            return context.PlaintextStream;
        }

        ((IDictionary<string, object?>)options).Remove(Wire.Key);
        return new KeptStream(between(context.PlaintextStream), wire);
    }
}
