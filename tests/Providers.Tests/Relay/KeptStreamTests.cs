using System.Net;
using System.Net.Sockets;
using MultiplexCluster.Providers.Relay.Upstream;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class KeptStreamTests : IDisposable
{
    private static readonly byte[] Request = new byte[1000];

    private readonly DialedStream _wire;
    private readonly Socket _provider;

    public KeptStreamTests()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(listener.LocalEndpoint);
        _wire = new DialedStream(socket);
        _provider = listener.AcceptSocket();
    }

    public void Dispose()
    {
        _wire.Dispose();
        _provider.Dispose();
    }

    [LinuxFact]
    public async Task An_end_that_crosses_a_request_leaves_it_unserved()
    {
        await using var kept = new KeptStream(new LateEndStream(_wire), _wire);
        var reading = await AfterOneAnswerAsync(kept);
        _provider.Close();
        await kept.WriteAsync(Request);

        var failure = await Assert.ThrowsAsync<UnservedException>(async () => await reading);

        Assert.False(failure.NothingSent);
    }

    [LinuxFact]
    public async Task A_write_that_fails_because_of_it_says_so_too()
    {
        await using var kept = new KeptStream(new LateEndStream(_wire), _wire);
        await AfterOneAnswerAsync(kept);
        _provider.Close();

        await Assert.ThrowsAsync<UnservedException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await kept.WriteAsync(new byte[100_000]);
            }
        });
    }

    [Fact]
    public async Task An_end_seen_before_the_request_lets_nothing_of_it_out()
    {
        await using var kept = new KeptStream(_wire, _wire);
        var reading = await AfterOneAnswerAsync(kept);
        _provider.Close();
        Assert.Equal(0, await reading);
        var sent = _wire.Sent;

        var failure = await Assert.ThrowsAsync<UnservedException>(async () => await kept.WriteAsync(Request));

        Assert.True(failure.NothingSent);
        Assert.Equal(sent, _wire.Sent);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public async Task A_provider_that_took_the_request_and_closed_is_an_end_like_any_other(int taken)
    {
        await using var kept = new KeptStream(_wire, _wire);
        var reading = await AfterOneAnswerAsync(kept);
        await kept.WriteAsync(Request.AsMemory(0, taken));
        await ReadAsync(taken);
        _provider.Close();

        Assert.Equal(0, await reading);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public async Task A_reset_does_not_tell_whether_the_request_was_taken(int taken)
    {
        await using var kept = new KeptStream(_wire, _wire);
        var reading = await AfterOneAnswerAsync(kept);
        await kept.WriteAsync(Request);
        await ReadAsync(taken);
        _provider.Close(0);

        var failure = await Assert.ThrowsAnyAsync<IOException>(async () => await reading);

        Assert.IsNotType<UnservedException>(failure);
    }

    [Fact]
    public async Task An_end_in_an_answer_is_an_end_like_any_other()
    {
        await using var kept = new KeptStream(_wire, _wire);
        var reading = await AfterOneAnswerAsync(kept);
        await kept.WriteAsync(Request);
        await ReadAsync(Request.Length);
        await _provider.SendAsync("HTTP"u8.ToArray());
        Assert.Equal(4, await reading);
        _provider.Close();

        Assert.Equal(0, await kept.ReadAsync(new byte[10]));
    }

    /// <summary>A first request and its answer; then the read the platform begins before it uses a kept connection again.</summary>
    private async Task<Task<int>> AfterOneAnswerAsync(KeptStream kept)
    {
        await kept.WriteAsync(Request);
        await ReadAsync(Request.Length);
        await _provider.SendAsync("HTTP"u8.ToArray());
        Assert.Equal(4, await kept.ReadAsync(new byte[10]));
        return kept.ReadAsync(new byte[10]).AsTask();
    }

    private async Task ReadAsync(int count)
    {
        var buffer = new byte[Math.Max(count, 1)];
        for (var read = 0; read < count;)
        {
            read += await _provider.ReceiveAsync(buffer.AsMemory(read, count - read));
        }
    }
}
