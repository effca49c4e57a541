using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>A caller on a bare socket, for what no HTTP client would send.</summary>
internal static class RawCaller
{
    /// <summary>Sends the text as it is and reads until the other side closes.</summary>
    internal static async Task<string> SendAsync(Uri host, string request)
    {
        using var socket = await ConnectAsync(host);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all, limit.Token);
        }
        catch (IOException)
        {
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Sends the text as it is and reads one answer of a told length; the other side may go on to wait for the rest of the request.</summary>
    internal static async Task<string> AskAsync(Uri host, string request)
    {
        using var socket = await ConnectAsync(host);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var (answer, buffer) = (string.Empty, new byte[4096]);
        while (!IsWhole(answer))
        {
            var read = await stream.ReadAsync(buffer, limit.Token);
            Assert.NotEqual(0, read);
            answer += Encoding.Latin1.GetString(buffer, 0, read);
        }

        return answer;
    }

    private static bool IsWhole(string answer)
    {
        var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return head >= 0 && answer.Length - head - 4 >= int.Parse(
            Regex.Match(answer[..head], "^Content-Length: ([0-9]+)", RegexOptions.Multiline | RegexOptions.IgnoreCase).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    internal static async Task<Socket> ConnectAsync(Uri host)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host.Host, host.Port);
        return socket;
    }

    internal static string Post(string target, string headers = "", string body = RelayTests.ChatBody) =>
        $"POST {target} HTTP/1.1\r\nHost: multiplex\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}";
}
