using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>The caller's side of an answer on Kestrel, which flushes and ends it when the middleware returns.</summary>
internal sealed class HttpCallerResponse : ICallerResponse
{
    private readonly HttpResponse _response;
    private readonly IHeaderDictionary _headers;
    private readonly IHttpRequestLifetimeFeature _life;
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly Socket? _socket;

    internal HttpCallerResponse(HttpContext context)
    {
        _response = context.Response;
        _headers = _response.Headers;
        _life = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        _upgrade = context.Features.Get<IHttpUpgradeFeature>();
        Left = _life.RequestAborted;

        // Later versions carry many requests on one connection and are read all the time.
        _socket = HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol)
            ? context.Features.Get<IConnectionSocketFeature>()?.Socket
            : null;
    }

    public CancellationToken Left { get; }

    public PipeWriter Body => _response.BodyWriter;

    public bool PilesUp
    {
        get
        {
            try
            {
                return _socket?.Poll(0, SelectMode.SelectRead) == true;
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    public void Begin(int status, long? contentLength)
    {
        _response.StatusCode = status;
        _headers.ContentLength = contentLength;
    }

    public void SetHeader(string name, string value) => _headers[name] = value;

    public void AddHeader(string name, string value) => _headers.Append(name, value);

    public Task EndAsync() => _response.CompleteAsync();

    public async ValueTask<Stream> UpgradeAsync() =>
        await (_upgrade ?? throw new NotSupportedException("the connection can't be upgraded")).UpgradeAsync();

    public void Abort() => _life.Abort();
}
