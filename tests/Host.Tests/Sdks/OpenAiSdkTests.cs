using System.ClientModel;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using OpenAI.Chat;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Sdks;

/// <summary>The official OpenAI package with nothing changed but its base URL, on both surfaces it fits.</summary>
[Collection(SharedServices.Passing)]
public sealed class OpenAiSdkTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const ProviderDialect OpenAi = ProviderDialect.OpenAi;
    private const ProviderDialect Groq = ProviderDialect.Groq;

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Chat_works(ProviderDialect dialect)
    {
        var (endpoint, sdk) = await OneAsync(dialect);

        ChatCompletion answer = await Chat(sdk).CompleteChatAsync("Hi");

        Assert.Equal(FakeText.Of(FakeTokens.Output), answer.Content[0].Text);
        Assert.Equal((FakeTokens.Input, FakeTokens.Output), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount));
        Assert.Equal((25L, 20L), ((await endpoint.CountsAsync()).Input, (await endpoint.CountsAsync()).Output));
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Streamed_chat_works(ProviderDialect dialect)
    {
        var (endpoint, sdk) = await OneAsync(dialect);
        var text = "";
        ChatTokenUsage? usage = null;

        await foreach (var update in Chat(sdk).CompleteChatStreamingAsync("Hi"))
        {
            text += string.Concat(update.ContentUpdate.Select(p => p.Text));
            usage = update.Usage ?? usage;
        }

        Assert.Equal((FakeText.Of(FakeTokens.Output), FakeTokens.Output), (text, usage?.OutputTokenCount));
        await Eventually.GetAsync(endpoint.CountsAsync, c => c is { Successful: 1, Output: FakeTokens.Output });
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Tools_go_through_both_ways(ProviderDialect dialect)
    {
        var (endpoint, sdk) = await OneAsync(dialect);
        endpoint.AtProvider.Then(Step.Ok().WithBody("""
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
             "tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Köln\"}"}}]}}],
             "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}
            """));
        var tool = ChatTool.CreateFunctionTool("weather", "Tells it", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}"""));

        ChatCompletion answer = await Chat(sdk).CompleteChatAsync([new UserChatMessage("Hi")], new ChatCompletionOptions { Tools = { tool } });

        var call = Assert.Single(answer.ToolCalls);
        Assert.Equal(("call_1", "weather", "{\"city\":\"Köln\"}"), (call.Id, call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Contains("\"name\":\"weather\"", endpoint.AtProvider.Calls[0].BodyText, StringComparison.Ordinal);
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Models_are_listed(ProviderDialect dialect)
    {
        var (_, sdk) = await OneAsync(dialect);

        var models = await sdk.Client().GetOpenAIModelClient().GetModelsAsync();
        var model = await sdk.Client().GetOpenAIModelClient().GetModelAsync("any");

        Assert.NotEmpty(models.Value);
        Assert.Equal("any", model.Value.Id);
    }

    [Fact]
    public async Task Embeddings_work()
    {
        var (endpoint, sdk) = await OneAsync(OpenAi);

        var embeddings = await sdk.Client().GetEmbeddingClient("e").GenerateEmbeddingsAsync(["a", "b"]);

        Assert.Equal((2, FakeTokens.EmbeddingLength), (embeddings.Value.Count, embeddings.Value[0].ToFloats().Length));
        Assert.Equal(25, (await endpoint.CountsAsync()).Input);
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task A_providers_error_is_the_packages_exception(ProviderDialect dialect)
    {
        var (endpoint, sdk) = await OneAsync(dialect);
        endpoint.AtProvider.Then(Step.Status(404));

        var error = await Assert.ThrowsAsync<ClientResultException>(async () => await Chat(sdk).CompleteChatAsync("Hi"));

        Assert.Equal(404, error.Status);
        Assert.Contains("The model does not exist", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task The_services_own_refusal_is_the_packages_exception(ProviderDialect dialect)
    {
        var (endpoint, sdk) = await OneAsync(dialect);
        await endpoint.PostAsync("disable");

        var error = await Assert.ThrowsAsync<ClientResultException>(async () => await Chat(sdk, retries: 0).CompleteChatAsync("Hi"));

        Assert.Equal(503, error.Status);
        Assert.Contains("no_endpoint_available", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Leaving_a_stream_ends_the_call_at_the_provider(ProviderDialect dialect)
    {
        var (endpoint, sdk) = await OneAsync(dialect);
        endpoint.AtProvider.Then(Step.Ok().WithEvents(1000).WithEventDelay(TimeSpan.FromMilliseconds(50)));
        using var leaving = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Chat(sdk).CompleteChatStreamingAsync([new UserChatMessage("Hi")], cancellationToken: leaving.Token))
            {
                await leaving.CancelAsync();
            }
        });

        Assert.Equal(CallEnding.ClientLeft, await endpoint.AtProvider.Calls[0].Ended);
        await Eventually.GetAsync(endpoint.CountsAsync, c => c.Outcomes == (1, 0, 0, 1, 0));
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task A_stream_that_breaks_off_is_an_exception(ProviderDialect dialect)
    {
        var (endpoint, sdk) = await OneAsync(dialect);
        endpoint.AtProvider.Then(Step.CutAfterEvents(3));
        var text = "";

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in Chat(sdk, retries: 0).CompleteChatStreamingAsync("Hi"))
            {
                text += string.Concat(update.ContentUpdate.Select(p => p.Text));
            }
        });

        Assert.StartsWith("word0", text, StringComparison.Ordinal);
    }

    private static ChatClient Chat(SdkOptions sdk, int? retries = null) => sdk.Client(retries).GetChatClient("some-model");

    private async Task<(TestEndpoint Endpoint, SdkOptions Sdk)> OneAsync(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        return (await pool.AddAsync(), new SdkOptions(new Uri(Service.Address, pool.Wire.Surface), pool.Label));
    }
}
