using System.Net;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>The one pool of connections to providers. Follows nothing, remembers nothing, decodes nothing.</summary>
public sealed class UpstreamClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    /// <summary>Makes the pool; connections come when calls need them.</summary>
    public UpstreamClient(UpstreamOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var dialer = new Dialer(options.AllowPrivateNetworks, time);
        var handler = new SocketsHttpHandler
        {
            // A cross-host redirect would carry x-api-key along.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = options.ConnectionLifetime,
            PooledConnectionIdleTimeout = options.ConnectionIdle,
            MaxConnectionsPerServer = int.MaxValue,
            MaxResponseHeadersLength = 32,

            // An unfinished answer closes its connection: the provider must see that nobody waits for it.
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
            EnableMultipleHttp2Connections = false,
            ConnectCallback = (context, cancel) => dialer.ConnectAsync(context.DnsEndPoint, cancel),
        };
        _invoker = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>Sends; completes at the response headers.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancel) =>
        _invoker.SendAsync(message, cancel);

    /// <summary>Closes every connection.</summary>
    public void Dispose() => _invoker.Dispose();
}
