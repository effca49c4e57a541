using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiplexCluster.Host.Tests.DataPlane.Sessions;

/// <summary>A provider of WebSocket sessions that does in each what its script says.</summary>
internal sealed class SocketProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SocketProvider(WebApplication app) => _app = app;

    internal string Url => _app.Urls.First();

    /// <summary>The handshakes that came.</summary>
    internal ConcurrentQueue<(string Target, IReadOnlyDictionary<string, string> Headers)> Handshakes { get; } = new();

    internal static async Task<SocketProvider> StartAsync(Func<WebSocket, HttpContext, Task> script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var provider = new SocketProvider(app);
        app.UseWebSockets();
        app.Run(async context =>
        {
            provider.Handshakes.Enqueue((
                context.Request.Path + context.Request.QueryString.Value,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            using var socket = await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault());
            try
            {
                await script(socket, context);
            }
            catch (WebSocketException)
            {
                // The other side is gone.
            }
        });
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Short words for what tests do with sockets.</summary>
internal static class SocketExtensions
{
    internal static Task SayAsync(this WebSocket socket, string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message; <c>closed CODE REASON</c> for a close frame, <c>gone</c> where the connection broke.</summary>
    internal static async Task<string> HearAsync(this WebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        var all = new MemoryStream();
        try
        {
            while (true)
            {
                var got = await socket.ReceiveAsync(buffer, limit.Token);
                if (got.MessageType == WebSocketMessageType.Close)
                {
                    return $"closed {(int?)socket.CloseStatus} {socket.CloseStatusDescription}".TrimEnd();
                }

                all.Write(buffer, 0, got.Count);
                if (got.EndOfMessage)
                {
                    return Encoding.UTF8.GetString(all.ToArray());
                }
            }
        }
        catch (WebSocketException)
        {
            return "gone";
        }
    }

    internal static Task CloseNowAsync(this WebSocket socket, int code = 1000, string reason = "bye") =>
        socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
}
