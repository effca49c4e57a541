using System.IO.Pipelines;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>The caller's side of an answer on Kestrel, which flushes and ends it when the middleware returns.</summary>
internal sealed class HttpCallerResponse(HttpContext context) : ICallerResponse
{
    private readonly HttpResponse _response = context.Response;
    private readonly IHeaderDictionary _headers = context.Response.Headers;

    public CancellationToken Left { get; } = context.RequestAborted;

    public PipeWriter Body => _response.BodyWriter;

    public void Begin(int status, long? contentLength)
    {
        _response.StatusCode = status;
        _headers.ContentLength = contentLength;
    }

    public void SetHeader(string name, string value) => _headers[name] = value;

    public void AddHeader(string name, string value) => _headers.Append(name, value);

    public void Abort() => context.Abort();
}
