using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiplexCluster.Cluster.Links;
using MultiplexCluster.Cluster.Links.Relays;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>The relays themselves: a partition test is worth what they are.</summary>
public sealed class RelayTests : IAsyncLifetime, IDisposable
{
    private const int Here = 1;
    private const int There = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(300);
    private readonly RelayLinks _links = new();
    private TcpListener _listener = null!;
    private NodePlace _place = null!;

    public async Task InitializeAsync()
    {
        _place = await _links.PlaceAsync(There);
        _listener = new TcpListener(IPAddress.Parse(_place.Host), _place.Port);
        _listener.Start();
        _links.Started(Here, Environment.ProcessId);
    }

    public async Task DisposeAsync() => await _links.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Bytes_pass_both_ways_and_so_does_the_end()
    {
        using var pair = await ConnectAsync();

        await pair.Caller.SendAsync(new byte[] { 1 });
        Assert.Equal(1, await ReceiveAsync(pair.Callee));
        await pair.Callee.SendAsync(new byte[] { 2 });
        Assert.Equal(2, await ReceiveAsync(pair.Caller));
        pair.Caller.Shutdown(SocketShutdown.Send);
        Assert.Equal(-1, await ReceiveAsync(pair.Callee));
    }

    [Fact]
    public async Task A_silent_cut_one_way_holds_what_goes_that_way_until_it_heals()
    {
        using var pair = await ConnectAsync();
        await _links.CutAsync(Here, There);

        await pair.Caller.SendAsync(new byte[] { 1 });
        await pair.Callee.SendAsync(new byte[] { 2 });
        var held = ReceiveAsync(pair.Callee);

        Assert.Equal(2, await ReceiveAsync(pair.Caller));
        await Task.Delay(Silence);
        Assert.False(held.IsCompleted);
        await _links.HealAsync(Here, There);
        Assert.Equal(1, await held);
    }

    [Fact]
    public async Task Across_a_silent_cut_nobody_learns_that_the_other_has_gone()
    {
        using var pair = await ConnectAsync();
        await _links.CutAsync(There, Here);
        pair.Callee.LingerState = new LingerOption(true, 0);
        pair.Callee.Dispose();
        await pair.Caller.SendAsync(new byte[] { 1 });
        var end = ReceiveAsync(pair.Caller);

        await Task.Delay(Silence);
        Assert.False(end.IsCompleted);
        await _links.HealAsync(There, Here);
        await Assert.ThrowsAsync<SocketException>(() => end);
    }

    [Fact]
    public async Task A_connection_does_not_come_about_while_either_way_is_cut_nor_after_its_caller_gave_up()
    {
        await _links.CutAsync(There, Here);
        using var patient = await DialAsync();
        using (var impatient = await DialAsync())
        {
            await impatient.SendAsync(new byte[] { 9 });
        }

        await Task.Delay(Silence);
        Assert.False(_listener.Pending());
        await _links.HealAsync(There, Here);
        using var accepted = await _listener.AcceptSocketAsync().WaitAsync(Patience);
        await patient.SendAsync(new byte[] { 1 });
        Assert.Equal(1, await ReceiveAsync(accepted));
        await Task.Delay(Silence);
        Assert.False(_listener.Pending());
    }

    [Fact]
    public async Task A_cut_that_resets_ends_connections_and_new_ones_too_until_it_heals()
    {
        using (var pair = await ConnectAsync())
        {
            var ends = (ReceiveAsync(pair.Caller), ReceiveAsync(pair.Callee));
            await _links.CutAsync(There, Here, CutManner.Reset);
            await Assert.ThrowsAsync<SocketException>(() => ends.Item1);
            await Assert.ThrowsAsync<SocketException>(() => ends.Item2);
        }

        // The reset may come before the dialling has returned.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var refused = await DialAsync();
            await ReceiveAsync(refused);
        });

        await _links.HealAsync(There, Here);
        using var again = await ConnectAsync();
        await again.Caller.SendAsync(new byte[] { 1 });
        Assert.Equal(1, await ReceiveAsync(again.Callee));
    }

    [Fact]
    public async Task A_delay_makes_what_goes_that_way_later()
    {
        using var pair = await ConnectAsync();
        await _links.DelayAsync(Here, There, TimeSpan.FromMilliseconds(200));

        var sent = Stopwatch.GetTimestamp();
        await pair.Caller.SendAsync(new byte[] { 1 });
        Assert.Equal(1, await ReceiveAsync(pair.Callee));
        Assert.True(Stopwatch.GetElapsedTime(sent) > TimeSpan.FromMilliseconds(190));
    }

    [Fact]
    public async Task A_strangers_connection_is_reset()
    {
        // Process 1 is none of the nodes, and this one is not process 1.
        _links.Started(Here, 1);

        // The reset may come before the dialling has returned.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var stranger = await DialAsync();
            await ReceiveAsync(stranger);
        });
        Assert.Equal(1, _links.Strangers);
    }

    private async Task<Socket> DialAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(_place.PublicHost), _place.PublicPort);
        return socket;
    }

    private async Task<Pair> ConnectAsync()
    {
        var caller = await DialAsync();
        var callee = await _listener.AcceptSocketAsync().WaitAsync(Patience);
        await caller.SendAsync(new byte[] { 0 });
        await ReceiveAsync(callee);
        return new Pair(caller, callee);
    }

    /// <summary>A byte, or -1 for the end.</summary>
    private static async Task<int> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[1];
        return await socket.ReceiveAsync(buffer).WaitAsync(Patience) == 1 ? buffer[0] : -1;
    }

    private sealed record Pair(Socket Caller, Socket Callee) : IDisposable
    {
        public void Dispose()
        {
            Caller.Dispose();
            Callee.Dispose();
        }
    }
}
