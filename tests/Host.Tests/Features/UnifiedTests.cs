using System.Text;
using System.Text.Json;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>OpenAI's format in and out, whoever answers.</summary>
[Collection(SharedServices.Passing)]
public sealed class UnifiedTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task A_chat_is_answered_in_OpenAIs_format_by_every_provider(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var reply = await ChatAsync(pool, Full(pool));

        Assert.Equal((200, "application/json", endpoint.Id), (reply.Status, reply["Content-Type"], reply.Endpoint));
        var answer = reply.Json;
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Equal("stop", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(FakeText.Of(FakeTokens.Output), answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal((25, 20, 45), TokensOf(answer.GetProperty("usage")));
        var counts = await endpoint.CountsAsync();
        Assert.Equal((25, 20, 45), (counts.Input, counts.Output, counts.Tokens));
    }

    [Theory, EveryProvider]
    public async Task A_bare_model_name_finds_its_provider(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        await pool.AddAsync();

        var reply = await ChatAsync(pool, pool.Wire.Model);

        Assert.Equal(200, reply.Status);
        Assert.Equal("chat.completion", reply.Json.GetProperty("object").GetString());
    }

    [Theory, EveryProvider]
    public async Task A_stream_comes_as_chunks_and_ends_by_DONE(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var reply = await ChatAsync(pool, Full(pool), ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

        Assert.Equal((200, true), (reply.Status, reply.EndedWell));
        Assert.StartsWith("text/event-stream", reply["Content-Type"], StringComparison.Ordinal);
        var chunks = Chunks(reply);
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.Equal(FakeText.Of(FakeTokens.Output), TextOf(chunks));
        Assert.Equal((25, 20, 45), TokensOf(Assert.Single(chunks, IsUsage).GetProperty("usage")));
        Assert.EndsWith("data: [DONE]\n\n", reply.Text, StringComparison.Ordinal);
        var counts = await endpoint.CountsAsync();
        Assert.Equal((25, 20, 45), (counts.Input, counts.Output, counts.Tokens));
    }

    [Theory, EveryProvider]
    public async Task Usage_that_the_caller_did_not_ask_for_is_counted_and_withheld(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var reply = await ChatAsync(pool, Full(pool), ",\"stream\":true");

        Assert.Equal(FakeText.Of(FakeTokens.Output), TextOf(Chunks(reply)));
        Assert.DoesNotContain(Chunks(reply), IsUsage);
        Assert.EndsWith("data: [DONE]\n\n", reply.Text, StringComparison.Ordinal);
        Assert.Equal(45, (await endpoint.CountsAsync()).Tokens);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi)]
    [InlineData(ProviderDialect.Gemini)]
    [InlineData(ProviderDialect.Groq)]
    public async Task Embeddings_come_in_OpenAIs_format(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        await pool.AddAsync();

        var reply = await SendAsync(pool, "/v1/embeddings", $$"""{"model":"{{pool.Wire.Provider}}/e","input":["a"]}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal("list", reply.Json.GetProperty("object").GetString());
        Assert.NotEqual(0, reply.Json.GetProperty("data")[0].GetProperty("embedding").GetArrayLength());
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi)]
    [InlineData(ProviderDialect.Groq)]
    public async Task Responses_reach_the_providers_that_have_them(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var reply = await SendAsync(pool, "/v1/responses", $$"""{"model":"{{Full(pool)}}","input":"Hi"}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal("response", reply.Json.GetProperty("object").GetString());
        Assert.Equal(45, (await endpoint.CountsAsync()).Tokens);
    }

    [Theory, EveryProvider]
    public async Task An_error_keeps_its_status_and_message_in_OpenAIs_shape(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0 });
        endpoint.AtProvider.Then(Step.Status(400)).Then(Step.Status(429));

        var native = endpoint.AtProvider;
        var refused = await ChatAsync(pool, Full(pool));
        var limited = await ChatAsync(pool, Full(pool));

        Assert.Equal((400, "application/json"), (refused.Status, refused["Content-Type"]?.Split(';')[0]));
        Assert.Equal("invalid_request_error", refused.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.NotEmpty(refused.Json.GetProperty("error").GetProperty("message").GetString()!);
        Assert.Equal((429, "false"), (limited.Status, limited["x-should-retry"]));
        Assert.NotEmpty(limited.Json.GetProperty("error").GetProperty("message").GetString()!);
        Assert.Equal(2, native.Calls.Count);
    }

    [Theory]
    [InlineData("""{"model":"anthropic/c","messages":[{"role":"user","content":"Hi"}],"n":2}""", "n", "unsupported_parameter")]
    [InlineData("""{"model":"gemini/g","messages":[{"role":"user","content":"Hi"}],"audio":{}}""", "audio", "unsupported_parameter")]
    [InlineData("""{"model":"groq/l","messages":"Hi"}""", "messages", "invalid_type")]
    [InlineData("""{"model":"groq/l"}""", "messages", "missing_required_parameter")]
    [InlineData("""{"model":"claude-x","messages":[],"colour":1}""", "colour", "unknown_parameter")]
    public async Task What_a_provider_cannot_honour_is_refused_by_name(string body, string param, string code)
    {
        var pool = NewPool(ProviderDialect.OpenAi);

        var reply = await SendAsync(pool, "/v1/chat/completions", body);

        var error = reply.Json.GetProperty("error");
        Assert.Equal((400, param, code), (reply.Status, error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal("false", reply["x-should-retry"]);
    }

    [Fact]
    public async Task What_does_not_change_the_answer_is_ignored_and_listed()
    {
        var pool = NewPool(ProviderDialect.Anthropic);
        await pool.AddAsync();

        var reply = await ChatAsync(pool, Full(pool), ",\"seed\":7,\"store\":false");

        Assert.Equal(200, reply.Status);
        Assert.Contains("seed", reply["X-Multiplex-Ignored-Parameters"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/v1/chat/completions", "[]", 400, "invalid_request", "JSON object")]
    [InlineData("POST", "/v1/chat/completions", "{}", 400, "invalid_request", "model")]
    [InlineData("POST", "/v1/chat/completions", "{\"model\":7}", 400, "invalid_request", "model")]
    [InlineData("POST", "/v1/chat/completions", "{\"model\":\"mystery\"}", 400, "invalid_request", "openai/…")]
    [InlineData("POST", "/v1/embeddings", "{\"model\":\"claude-x\",\"input\":\"a\"}", 400, "unsupported_value", "embeddings")]
    [InlineData("POST", "/v1/responses", "{\"model\":\"claude-x\",\"input\":\"a\"}", 400, "invalid_request", "no Responses API")]
    [InlineData("GET", "/v1/chat/completions", null, 404, "unknown_route", "/v1/chat/completions")]
    [InlineData("POST", "/v1/files", "{}", 404, "unknown_route", "own surface")]
    [InlineData("POST", "/V1/chat/completions", "{}", 404, "unknown_route", "/v1/chat/completions")]
    [InlineData("POST", "/v1/responses/../files", "{}", 404, "unknown_route", "/v1")]
    public async Task Bad_input_gets_an_error_in_OpenAIs_shape(string method, string path, string? body, int status, string code, string word)
    {
        var pool = NewPool(ProviderDialect.OpenAi);

        var reply = await SendAsync(pool, path, body, new HttpMethod(method));

        Assert.Equal((status, code), (reply.Status, reply.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains(word, reply.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory, EveryProvider]
    public async Task A_stream_that_breaks_off_ends_as_an_error(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.CutAfterEvents(3));

        var reply = await ChatAsync(pool, Full(pool), ",\"stream\":true");

        Assert.False(reply.EndedWell);
        Assert.Contains("\"error\":", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", reply.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await endpoint.CountsAsync()).Outcomes.Failed);
    }

    private static string Full(TestPool pool) => $"{pool.Wire.Provider}/{pool.Wire.Model}";

    private static Task<Reply> ChatAsync(TestPool pool, string model, string more = "") => SendAsync(
        pool, "/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":"Hi"}]{{more}}}""");

    private static Task<Reply> SendAsync(TestPool pool, string path, string? body, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, path);
        request.Headers.Add("X-Multiplex-Pool", pool.Label);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return pool.SendAsync(request);
    }

    private static List<JsonElement> Chunks(Reply reply) =>
    [
        .. reply.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(frame => frame != "data: [DONE]")
            .Select(frame => JsonDocument.Parse(frame["data: ".Length..]).RootElement),
    ];

    private static string TextOf(IEnumerable<JsonElement> chunks) => string.Concat(chunks
        .Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0)
        .Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta"))
        .Select(delta => delta.TryGetProperty("content", out var text) ? text.GetString() : null));

    private static bool IsUsage(JsonElement chunk) => chunk.GetProperty("choices").GetArrayLength() == 0;

    private static (long, long, long) TokensOf(JsonElement usage) =>
        (usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64(), usage.GetProperty("total_tokens").GetInt64());
}
