using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>A request by alias that names its endpoint goes to the models of that endpoint's provider, and to no others.</summary>
[Collection(SharedServices.Keeping)]
public sealed class AliasPinTests(RunningService service, ITestOutputHelper output) : AliasTest(service, output)
{
    private static readonly string[] Targets = ["openai/gpt-4o-mini", "groq/llama-3.3-70b-versatile"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_target_of_its_provider_serves_wherever_it_stands(bool first)
    {
        var openAi = await AddAsync(ProviderDialect.OpenAi, NewPool(ProviderDialect.OpenAi).Label);
        var groq = await AddAsync(ProviderDialect.Groq, openAi.Label);
        var (pinned, other) = first ? (openAi, groq) : (groq, openAi);

        var reply = await PinnedAsync(pinned, await SetAsync(Targets));

        Assert.Equal((200, pinned.Endpoint.Id, 1), (reply.Status, reply.Endpoint, reply.Attempts));
        Assert.Equal(0, other.Endpoint.AtProvider.Count);
    }

    [Fact]
    public async Task Its_refusal_is_the_answer_and_not_that_the_next_target_is_another_providers()
    {
        var openAi = await AddAsync(ProviderDialect.OpenAi, NewPool(ProviderDialect.OpenAi).Label, new { max_concurrent_requests = 1, queue_enabled = false });
        await AddAsync(ProviderDialect.Groq, openAi.Label);
        var gate = new Gate();
        openAi.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        var alias = await SetAsync(Targets);
        var first = PinnedAsync(openAi, alias);
        await gate.WaitForHeldAsync(1);

        var full = await PinnedAsync(openAi, alias);
        gate.Open();
        await first;
        await openAi.Endpoint.PatchAsync(new { enabled = false });
        var off = await PinnedAsync(openAi, alias);

        Assert.Equal((429, "queue_full", openAi.Endpoint.Id), (full.Status, CodeOf(full), full.Endpoint));
        Assert.Equal((503, "no_endpoint_available", openAi.Endpoint.Id), (off.Status, CodeOf(off), off.Endpoint));
    }

    [Fact]
    public async Task It_waits_out_a_cooldown_for_as_long_as_the_request_may_when_no_other_target_is_its_providers()
    {
        var openAi = await AddAsync(ProviderDialect.OpenAi, NewPool(ProviderDialect.OpenAi).Label, new { max_retries = 0 });
        await AddAsync(ProviderDialect.Groq, openAi.Label);
        openAi.Endpoint.AtProvider.Then(Step.RateLimited("1"));
        var alias = await SetAsync(Targets, maxWait: 0.1);
        await PinnedAsync(openAi, "openai/gpt-4o-mini");

        var reply = await PinnedAsync(openAi, alias);

        Assert.Equal((200, openAi.Endpoint.Id), (reply.Status, reply.Endpoint));
    }

    [Fact]
    public async Task Where_no_target_is_its_providers_it_is_told_so()
    {
        var openAi = await AddAsync(ProviderDialect.OpenAi, NewPool(ProviderDialect.OpenAi).Label);
        var claude = await AddAsync(ProviderDialect.Anthropic, openAi.Label);
        var alias = await SetAsync(Targets);

        var reply = await PinnedAsync(claude, alias);
        var nobody = await ChatAsync(openAi, alias, headers: ("X-Multiplex-Endpoint", "nobody-here"));

        Assert.Equal((400, "invalid_request"), (reply.Status, CodeOf(reply)));
        Assert.Contains($"'{claude.Endpoint.Id}' holds a key of anthropic", reply.Text, StringComparison.Ordinal);
        Assert.Contains($"'{alias}'", reply.Text, StringComparison.Ordinal);
        Assert.Equal((404, "endpoint_not_found"), (nobody.Status, CodeOf(nobody)));
        Assert.Equal((0, 0), (openAi.Endpoint.AtProvider.Count, claude.Endpoint.AtProvider.Count));
    }

    private static string? CodeOf(Reply reply) => reply.Json.GetProperty("error").GetProperty("code").GetString();

    private static Task<Reply> PinnedAsync(AliasPool pool, string model) =>
        ChatAsync(pool, model, headers: ("X-Multiplex-Endpoint", pool.Endpoint.Id));
}
