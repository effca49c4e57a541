namespace MultiplexCluster.FakeProviders.Tests.Counting;

public class InFlightTests
{
    [Fact]
    public async Task Three_hundred_held_calls_are_counted_exactly()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        var gate = new Gate();
        fake.Key("sk-a").Always(Step.Ok().HeldBy(gate));
        fake.Key("sk-b").Always(Step.Ok().HeldBy(gate));

        var calls = Enumerable.Range(0, 300).Select(i => CallAsync(client, i % 3 == 0 ? "sk-a" : "sk-b")).ToList();
        await fake.WaitForCallsAsync(300);
        var (a, b) = (fake.Key("sk-a").InFlight, fake.Key("sk-b").InFlight);
        gate.Open();
        await Task.WhenAll(calls);

        Assert.Equal((100, 200), (a, b));
        Assert.Equal((100, 200, 300), (fake.Key("sk-a").MaxInFlight, fake.Key("sk-b").MaxInFlight, fake.MaxInFlight));
        Assert.Equal((0, 0, 0), (fake.Key("sk-a").InFlight, fake.Key("sk-b").InFlight, fake.InFlight));
        Assert.All(fake.AllCalls, c => Assert.Equal(CallEnding.Answered, c.Ending));
    }

    [Theory]
    [InlineData(Client.Chat)]
    [InlineData(Client.ChatStream)]
    public async Task Three_hundred_clients_one_call_at_a_time_never_overlap_themselves(string body)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            for (var call = 0; call < 10; call++)
            {
                await CallAsync(client, $"sk-{i}", body);
            }
        }));

        Assert.Equal(3000, fake.Count);
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal((10, 1), (fake.Key($"sk-{i}").Count, fake.Key($"sk-{i}").MaxInFlight)));
    }

    [Fact]
    public async Task A_client_that_acts_on_the_last_byte_does_not_overlap_a_slow_large_answer()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("sk-a").Always(Step.Large(300_000));

        for (var i = 0; i < 50; i++)
        {
            await CallAsync(client, "sk-a");
        }

        Assert.Equal(1, fake.Key("sk-a").MaxInFlight);
    }

    [Fact]
    public async Task Counting_stays_when_recording_is_off()
    {
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { RecordCalls = false });
        using var client = new Client(fake);

        await CallAsync(client, "sk-a");

        Assert.Equal(1, fake.Key("sk-a").Count);
        Assert.Empty(fake.AllCalls);
    }

    [Fact]
    public async Task A_wait_that_is_not_met_tells_the_counts()
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a");

        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => fake.WaitForCallsAsync(1, TimeSpan.FromMilliseconds(1)));

        Assert.Contains("sk-a: 0 begun, 0 in flight", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task CallAsync(Client client, string key, string body = Client.Chat)
    {
        using var response = await client.ChatAsync(key, body);
        await response.Content.ReadAsByteArrayAsync();
    }
}
