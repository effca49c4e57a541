using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace MultiplexCluster.Baseline;

/// <summary>How a bare YARP forwarder is set up when nothing but speed counts.</summary>
internal static class Forwarding
{
    /// <summary>HTTP/1.1 exactly, so that no version is negotiated per request.</summary>
    public static ForwarderRequestConfig Request { get; } = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = TimeSpan.FromMinutes(10),
    };

    /// <summary>Copies headers and body; adds no X-Forwarded-* headers.</summary>
    public static HttpTransformer Transformer => HttpTransformer.Default;

    /// <summary>One client for all calls, with everything off that a forwarder has no use for.</summary>
    public static HttpMessageInvoker CreateClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(15),
    });
}
