using System.Globalization;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>How long a request waits for each model of its alias.</summary>
[Collection(SharedServices.Waiting)]
public sealed class AliasWaitTests(RunningService service, ITestOutputHelper output) : AliasTest(service, output)
{
    private static readonly string[] Targets = ["groq/llama-3.3-70b-versatile", "openai/gpt-4o-mini"];

    [Theory]
    [InlineData(0)]
    [InlineData(0.0004)]
    public async Task A_target_that_is_not_waited_for_serves_while_it_has_a_free_slot_and_else_the_next_does(double maxWait)
    {
        var (groq, openAi) = await TwoAsync(new { max_concurrent_requests = 1 });
        var gate = new Gate();
        groq.Endpoint.AtProvider.Then(Step.Ok().HeldBy(gate));
        var alias = await SetAsync(Targets, maxWait);

        var first = ChatAsync(groq, alias);
        await gate.WaitForHeldAsync(1);
        var second = await ChatAsync(groq, alias);
        gate.Open();
        var third = await AfterAsync(first, () => ChatAsync(groq, alias));

        Assert.Equal((200, groq.Endpoint.Id), ((await first).Status, (await first).Endpoint));
        Assert.Equal((200, openAi.Endpoint.Id, 1), (second.Status, second.Endpoint, second.Attempts));
        Assert.Equal((200, groq.Endpoint.Id), (third.Status, third.Endpoint));
        Assert.Equal((2, 1), (groq.Endpoint.AtProvider.Count, openAi.Endpoint.AtProvider.Count));
        Assert.Equal(1, groq.Endpoint.AtProvider.MaxInFlight);
    }

    [Fact]
    public async Task Whichever_endpoint_of_such_a_target_has_a_free_slot_serves()
    {
        var (groq, openAi) = await TwoAsync(new { max_concurrent_requests = 1 });
        var other = await AddAsync(ProviderDialect.Groq, groq.Label, new { max_concurrent_requests = 1 });
        var gate = new Gate();
        var alias = await SetAsync(Targets, maxWait: 0);
        foreach (var held in new[] { groq, other })
        {
            held.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        }

        List<Task<Reply>> both = [ChatAsync(groq, alias), ChatAsync(groq, alias)];
        await gate.WaitForHeldAsync(2);
        var third = await ChatAsync(groq, alias);
        gate.Open();

        Assert.Equal([groq.Endpoint.Id, other.Endpoint.Id], (await Task.WhenAll(both)).Select(r => r.Endpoint).Order());
        Assert.Equal(openAi.Endpoint.Id, third.Endpoint);
    }

    [Fact]
    public async Task A_target_that_is_not_waited_for_and_cools_down_is_passed_over()
    {
        var (groq, openAi) = await TwoAsync(new { max_retries = 0 });
        groq.Endpoint.AtProvider.Then(Step.RateLimited("30"));
        var alias = await SetAsync(Targets, maxWait: 0);

        var limited = await ChatAsync(groq, alias);
        var next = await ChatAsync(groq, alias);

        Assert.Equal((200, openAi.Endpoint.Id, 2), (limited.Status, limited.Endpoint, limited.Attempts));
        Assert.Equal((200, openAi.Endpoint.Id, 1), (next.Status, next.Endpoint, next.Attempts));
        Assert.Equal(1, groq.Endpoint.AtProvider.Count);
    }

    [Fact]
    public async Task An_aliass_wait_is_no_longer_than_the_endpoints_own()
    {
        var (groq, openAi) = await TwoAsync(new { max_concurrent_requests = 1, queue_timeout = 0.5 });
        var gate = new Gate();
        groq.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        var first = ChatAsync(groq, "groq/m");
        await gate.WaitForHeldAsync(1);

        var second = await ChatAsync(groq, await SetAsync(Targets, maxWait: 8));
        gate.Open();
        await first;

        Assert.Equal((200, openAi.Endpoint.Id), (second.Status, second.Endpoint));
        Assert.InRange(Waited(second), 450, 6_000);
    }

    [Fact]
    public async Task A_callers_own_limit_leaves_time_for_the_next_target()
    {
        var (groq, openAi) = await TwoAsync(new { max_concurrent_requests = 1 });
        var gate = new Gate();
        groq.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        var first = ChatAsync(groq, "groq/m");
        await gate.WaitForHeldAsync(1);

        var second = await ChatAsync(groq, await SetAsync(Targets, maxWait: 60), headers: ("X-Multiplex-Timeout", "2"));
        gate.Open();
        await first;

        Assert.Equal((200, openAi.Endpoint.Id), (second.Status, second.Endpoint));
        Assert.InRange(Waited(second), 950, 6_000);
    }

    [Fact]
    public async Task A_target_reached_after_longer_waits_than_its_own_limit_serves_with_a_free_slot_and_refuses_without()
    {
        var (groq, openAi) = await TwoAsync(new { max_concurrent_requests = 1 });
        await openAi.Endpoint.PatchAsync(new { max_concurrent_requests = 1, queue_timeout = 0.2 });
        var gate = new Gate();
        groq.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        openAi.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        var alias = await SetAsync(Targets, maxWait: 0.5);
        var first = ChatAsync(groq, "groq/m");
        await gate.WaitForHeldAsync(1);

        var second = ChatAsync(groq, alias);
        await gate.WaitForHeldAsync(2);
        var third = await ChatAsync(groq, alias);
        gate.Open();
        await first;

        Assert.Equal((200, openAi.Endpoint.Id), ((await second).Status, (await second).Endpoint));
        Assert.Equal((503, "queue_timeout"), (third.Status, third.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.InRange(Waited(third), 450, 6_000);
        Assert.Equal((1, 1), (groq.Endpoint.AtProvider.MaxInFlight, openAi.Endpoint.AtProvider.MaxInFlight));
    }

    private static int Waited(Reply reply) => int.Parse(reply["X-Multiplex-Queue-Ms"]!, CultureInfo.InvariantCulture);

    private static async Task<Reply> AfterAsync(Task first, Func<Task<Reply>> then)
    {
        await first;
        return await then();
    }
}
