using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiplexCluster.FakeProviders.Tests;

/// <summary>A bare socket, for what an HTTP client would hide.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawClient> ConnectAsync(FakeProvider fake)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(IPAddress.Loopback, fake.Port);
        return client;
    }

    public static string ChatRequest(string key, string body = Client.Chat) =>
        $"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Everything until the fake closes; null when it resets instead.</summary>
    public async Task<string?> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer) is > 0 and var count)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }

            return text.ToString();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Everything up to and with this text.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && await _socket.ReceiveAsync(buffer) > 0)
        {
            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    public void Reset() => _socket.Close(0);

    public void Dispose() => _socket.Dispose();
}
