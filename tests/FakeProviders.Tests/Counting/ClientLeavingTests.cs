using System.Diagnostics;

namespace MultiplexCluster.FakeProviders.Tests.Counting;

public class ClientLeavingTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leaving_while_held_is_noticed_within_100_ms(bool reset)
    {
        await using var fake = await FakeProvider.StartAsync();
        var gate = new Gate();
        fake.Key("sk-a").Always(Step.Ok().HeldBy(gate));

        await AssertNoticedAtOnceAsync(fake, reset);
        Assert.Equal(0, gate.Release(10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leaving_a_silent_answer_is_noticed_within_100_ms(bool reset)
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Always(Step.Silent());

        await AssertNoticedAtOnceAsync(fake, reset);
    }

    [Fact]
    public async Task Leaving_in_the_middle_of_a_stream_is_noticed_within_100_ms()
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Always(Step.Ok().WithEventDelay(TimeSpan.FromSeconds(30)));

        await AssertNoticedAtOnceAsync(fake, reset: false, waitFor: "\r\n\r\n", Client.ChatStream);
    }

    [Fact]
    public async Task Leaving_a_large_answer_that_is_not_read_is_noticed()
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Always(Step.Large(1L << 30));

        await AssertNoticedAtOnceAsync(fake, reset: false, waitFor: "\r\n\r\n");
    }

    [Fact]
    public async Task Leaving_in_the_middle_of_the_request_body_ends_the_call()
    {
        await using var fake = await FakeProvider.StartAsync();
        using (var client = await RawClient.ConnectAsync(fake))
        {
            await client.SendAsync("POST /openai/v1/chat/completions HTTP/1.1\r\nAuthorization: Bearer sk-a\r\nContent-Length: 10\r\n\r\n{");
            await fake.WaitForCallsAsync(1);
        }

        Assert.Equal(CallEnding.ClientLeft, await fake.AllCalls[0].Ended.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Stopping_the_fake_ends_what_it_holds()
    {
        var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Then(Step.Ok().HeldBy(new Gate()));
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync(RawClient.ChatRequest("sk-a"));
        await fake.WaitForCallsAsync(1);

        await fake.DisposeAsync();

        Assert.Equal(CallEnding.Stopped, fake.AllCalls[0].Ending);
    }

    /// <summary>
    /// Leaves up to ten times until it is noticed in time once: a busy machine may delay any one of them, but
    /// a fake that polls, or sees it only with the next write, is late every time.
    /// </summary>
    private static async Task AssertNoticedAtOnceAsync(FakeProvider fake, bool reset, string? waitFor = null, string body = Client.Chat)
    {
        var noticed = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 10 && noticed > AtOnce; attempt++)
        {
            noticed = await LeaveAsync(fake, reset, waitFor, body);
        }

        Assert.InRange(noticed, TimeSpan.Zero, AtOnce);
    }

    private static async Task<TimeSpan> LeaveAsync(FakeProvider fake, bool reset, string? waitFor, string body)
    {
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync(RawClient.ChatRequest("sk-a", body));
        await fake.Key("sk-a").WaitForInFlightAsync(1);
        if (waitFor is not null)
        {
            await client.ReadUntilAsync(waitFor);
        }

        var left = Stopwatch.GetTimestamp();
        if (reset)
        {
            client.Reset();
        }
        else
        {
            client.Dispose();
        }

        var ending = await fake.Key("sk-a").Calls[^1].Ended.WaitAsync(TimeSpan.FromSeconds(5));
        var noticed = Stopwatch.GetElapsedTime(left);
        Assert.Equal(CallEnding.ClientLeft, ending);
        Assert.Equal(0, fake.InFlight);
        return noticed;
    }
}
