using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>A provider that takes large bodies, as far as its script reads them.</summary>
internal sealed class SinkProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SinkProvider(WebApplication app) => _app = app;

    internal string Url => _app.Urls.First();

    /// <param name="script">Answers; what it is given reads at least so many bytes, or to the end, and says how many there were in all.</param>
    internal static async Task<SinkProvider> StartAsync(Func<HttpContext, Func<long, Task<string>>, Task<string>> script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        app.Run(async context =>
        {
            var buffer = new byte[64 * 1024];
            var total = 0L;
            var words = await script(context, async most =>
            {
                var until = most == long.MaxValue ? long.MaxValue : total + most;
                while (total < until && await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var count)
                {
                    total += count;
                }

                return $"read {total}";
            });
            await context.Response.WriteAsync(words);
        });
        await app.StartAsync();
        return new SinkProvider(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
