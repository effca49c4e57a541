using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>A provider on a bare socket: hands every request, byte for byte, to a script that answers as it likes.</summary>
internal sealed class RawProvider : IAsyncDisposable
{
    internal const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawCall, Task> _script;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private RawProvider(Func<RawCall, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    internal ConcurrentQueue<RawCall> Calls { get; } = new();

    internal int Connections { get; private set; }

    internal static RawProvider Start(Func<RawCall, Task> script) => new(script);

    internal static RawProvider Answering(string answer) => new(call => call.WriteAsync(answer));

    /// <summary>Pauses after each part, and then resets the connection or keeps it.</summary>
    internal static RawProvider Writing(bool reset, params string[] parts) => new(async call =>
    {
        foreach (var part in parts)
        {
            await call.WriteAsync(part);
            await Task.Delay(Pause);
        }

        if (reset)
        {
            call.Reset();
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Connections++;
                _ = ServeAsync(socket);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await ReadCallAsync(stream, socket) is { } call)
            {
                Calls.Enqueue(call);
                await _script(call);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private async Task<RawCall?> ReadCallAsync(NetworkStream stream, Socket socket)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var text = Encoding.Latin1.GetString([.. head]);
        var length = text.Split("\r\n").Where(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(l => int.Parse(l.AsSpan(15), null)).FirstOrDefault();
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new RawCall(text, body, stream, socket);
    }
}

/// <summary>One request as it arrived, and the way to answer it.</summary>
internal sealed class RawCall(string head, byte[] body, NetworkStream stream, Socket socket)
{
    internal string Head => head;

    internal string RequestLine => head.Split("\r\n")[0];

    internal byte[] Body => body;

    internal string[] Header(string name) =>
        [.. head.Split("\r\n").Skip(1).Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim())];

    internal Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    internal async Task WriteAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    internal Task WriteChunkAsync(string text) =>
        WriteAsync($"{text.Length:x}\r\n{text}\r\n");

    /// <summary>Completes when the other side has closed.</summary>
    internal async Task ClosedAsync()
    {
        try
        {
            while (await stream.ReadAsync(new byte[256]) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Closes with a reset.</summary>
    internal void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    internal void Close() => socket.Close();
}
