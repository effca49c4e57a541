using System.Text.Json;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Admin;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Names that stand for models of several providers, the next taking what one can't serve.</summary>
[Collection(SharedServices.Keeping)]
public sealed class AliasTests(RunningService service, ITestOutputHelper output) : AliasTest(service, output)
{
    [Fact]
    public async Task The_first_target_serves_and_the_answer_names_its_model()
    {
        var (groq, openAi) = await TwoAsync();
        var alias = await SetAsync(["groq/llama-3.3-70b-versatile", "openai/gpt-4o-mini"]);

        var reply = await ChatAsync(groq, alias);

        Assert.Equal((200, groq.Endpoint.Id, 1), (reply.Status, reply.Endpoint, reply.Attempts));
        Assert.Equal("llama-3.3-70b-versatile", reply.Json.GetProperty("model").GetString());
        Assert.Equal(0, openAi.Endpoint.AtProvider.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_takes_a_request_whose_providers_calls_fail_and_the_attempts_are_summed(bool stream)
    {
        var (groq, openAi) = await TwoAsync(new { max_retries = 1, initial_retry_delay = 0.01 });
        groq.Endpoint.AtProvider.Always(Step.Status(503));
        var alias = await SetAsync(["groq/llama-3.3-70b-versatile", "openai/gpt-4o-mini"]);

        var reply = await ChatAsync(groq, alias, stream);

        Assert.Equal((200, true, openAi.Endpoint.Id, 3), (reply.Status, reply.EndedWell, reply.Endpoint, reply.Attempts));
        Assert.Equal((2, 1), (groq.Endpoint.AtProvider.Count, openAi.Endpoint.AtProvider.Count));
        Assert.Contains("gpt-4o-mini", reply.Text, StringComparison.Ordinal);
        Assert.Equal(stream, reply.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
        Assert.Equal((1, 1), ((await groq.Endpoint.CountsAsync()).Failed, (await openAi.Endpoint.CountsAsync()).Successful));
    }

    [Fact]
    public async Task It_is_translated_for_each_target_anew()
    {
        var groq = await AddAsync(ProviderDialect.Groq, NewPool(ProviderDialect.Groq).Label, new { max_retries = 0 });
        var claude = await AddAsync(ProviderDialect.Anthropic, groq.Label, new { max_retries = 0 });
        var gemini = await AddAsync(ProviderDialect.Gemini, groq.Label);
        groq.Endpoint.AtProvider.Always(Step.Status(500));
        claude.Endpoint.AtProvider.Always(Step.Overloaded());
        var alias = await SetAsync(["groq/llama-3.3-70b-versatile", "claude/claude-sonnet-4-5", "gemini/gemini-2.5-flash"]);

        var reply = await ChatAsync(groq, alias);

        Assert.Equal((200, gemini.Endpoint.Id), (reply.Status, reply.Endpoint));
        Assert.Equal("gemini-2.5-flash", reply.Json.GetProperty("model").GetString());
        Assert.Equal("chat.completion", reply.Json.GetProperty("object").GetString());
        Assert.True(claude.Endpoint.AtProvider.Count >= 1);
    }

    [Fact]
    public async Task Each_target_but_the_last_is_waited_for_as_long_as_the_alias_says()
    {
        var (groq, openAi) = await TwoAsync(new { max_concurrent_requests = 1 });
        var gate = new Gate();
        groq.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        var alias = await SetAsync(["groq/llama-3.3-70b-versatile", "openai/gpt-4o-mini"], maxWait: 0.3);
        var first = ChatAsync(groq, alias);
        await gate.WaitForHeldAsync(1);

        var second = await ChatAsync(groq, alias);
        var waited = int.Parse(second["X-Multiplex-Queue-Ms"]!, null);
        gate.Open();

        Assert.Equal((200, openAi.Endpoint.Id, 1), (second.Status, second.Endpoint, second.Attempts));
        Assert.InRange(waited, 290, 5_000);
        Assert.Equal((200, groq.Endpoint.Id), ((await first).Status, (await first).Endpoint));
    }

    [Fact]
    public async Task The_callers_own_limit_holds_over_all_targets()
    {
        var (groq, openAi) = await TwoAsync(new { max_concurrent_requests = 1 });
        var gate = new Gate();
        groq.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        openAi.Endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        await openAi.Endpoint.PatchAsync(new { max_concurrent_requests = 1 });
        var alias = await SetAsync(["groq/llama-3.3-70b-versatile", "openai/gpt-4o-mini"], maxWait: 1);
        List<Task<Reply>> held = [ChatAsync(groq, "groq/m"), ChatAsync(groq, "openai/m")];
        await gate.WaitForHeldAsync(2);

        var reply = await ChatAsync(groq, alias, headers: ("X-Multiplex-Timeout", "1.5"));
        gate.Open();
        await Task.WhenAll(held);

        Assert.Equal((503, "queue_timeout"), (reply.Status, reply.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.InRange(int.Parse(reply["X-Multiplex-Queue-Ms"]!, null), 1_400, 10_000);
        Assert.Equal((1, 1), (groq.Endpoint.AtProvider.Count, openAi.Endpoint.AtProvider.Count));
    }

    [Fact]
    public async Task A_provider_without_endpoints_is_passed_over_and_a_callers_mistake_is_not()
    {
        var openAi = await AddAsync(ProviderDialect.OpenAi, NewPool(ProviderDialect.OpenAi).Label);
        var alias = await SetAsync(["groq/llama-3.3-70b-versatile", "openai/gpt-4o-mini", "gemini/g"]);

        Assert.Equal(openAi.Endpoint.Id, (await ChatAsync(openAi, alias)).Endpoint);
        openAi.Endpoint.AtProvider.Then(Step.Status(400));
        var wrong = await ChatAsync(openAi, alias);

        Assert.Equal((400, openAi.Endpoint.Id), (wrong.Status, wrong.Endpoint));
        Assert.Equal(2, openAi.Endpoint.AtProvider.Count);
    }

    [Fact]
    public async Task The_last_targets_answer_is_the_answer_and_one_that_cannot_take_the_request_is_left_out()
    {
        var (groq, openAi) = await TwoAsync(new { max_retries = 0 });
        groq.Endpoint.AtProvider.Always(Step.Status(500).WithBody("""{"error":{"message":"first"}}"""));
        openAi.Endpoint.AtProvider.Always(Step.Status(500).WithBody("""{"error":{"message":"second"}}"""));
        var alias = await SetAsync(["groq/llama-3.3-70b-versatile", "openai/gpt-4o-mini"]);
        var mixed = await SetAsync(["claude/c", "groq/llama-3.3-70b-versatile", "claude/c2"]);

        var both = await ChatAsync(groq, alias);
        var responses = await PostAsync(groq, "/v1/responses", $$"""{"model":"{{mixed}}","input":"Hi"}""");
        var none = await PostAsync(groq, "/v1/responses", $$"""{"model":"{{await SetAsync(["claude/c"])}}","input":"Hi"}""");

        Assert.Equal((500, "second", 2), (both.Status, both.Json.GetProperty("error").GetProperty("message").GetString(), both.Attempts));
        Assert.Equal((500, "first", 1), (responses.Status, responses.Json.GetProperty("error").GetProperty("message").GetString(), responses.Attempts));
        Assert.Equal(400, none.Status);
        Assert.Contains("no Responses API", none.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_and_responses_go_by_alias_too()
    {
        var (groq, openAi) = await TwoAsync(new { enabled = false });
        var alias = await SetAsync(["groq/e", "openai/text-embedding-3-small"]);

        var embeddings = await PostAsync(groq, "/v1/embeddings", $$"""{"model":"{{alias}}","input":["a"]}""");
        var responses = await PostAsync(groq, "/v1/responses", $$"""{"model":"{{alias}}","input":"Hi"}""");

        Assert.Equal((200, openAi.Endpoint.Id), (embeddings.Status, embeddings.Endpoint));
        Assert.Equal((200, openAi.Endpoint.Id), (responses.Status, responses.Endpoint));
    }

    [Fact]
    public async Task The_request_after_a_changes_answer_meets_it_and_models_lists_it()
    {
        var (groq, openAi) = await TwoAsync();
        var alias = await SetAsync(["groq/llama-3.3-70b-versatile"]);

        for (var i = 0; i < 20; i++)
        {
            var toOpenAi = i % 2 == 0;
            await SetAsync([toOpenAi ? "openai/gpt-4o-mini" : "groq/llama-3.3-70b-versatile"], name: alias, status: 200);
            Assert.Equal((toOpenAi ? openAi : groq).Endpoint.Id, (await ChatAsync(groq, alias)).Endpoint);
        }

        var listed = (await GetAsync(groq, "/v1/models")).Json.GetProperty("data").EnumerateArray();
        Assert.Equal("multiplexcluster", listed.Single(m => m.GetProperty("id").GetString() == alias).GetProperty("owned_by").GetString());
        Assert.Equal(200, (await GetAsync(groq, $"/v1/models/{alias}")).Status);
        Assert.Equal(204, (await Service.Admin.SendAsync("DELETE", $"/aliases/{alias}")).Status);
        var gone = await ChatAsync(groq, alias);
        Assert.Equal(400, gone.Status);
        Assert.Contains("alias", gone.Text, StringComparison.Ordinal);
    }
}
