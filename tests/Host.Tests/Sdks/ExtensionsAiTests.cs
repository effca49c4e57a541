using Microsoft.Extensions.AI;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Sdks;

/// <summary>Microsoft.Extensions.AI over the OpenAI package.</summary>
[Collection(SharedServices.Passing)]
public sealed class ExtensionsAiTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const ProviderDialect OpenAi = ProviderDialect.OpenAi;
    private const ProviderDialect Groq = ProviderDialect.Groq;

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Chat_works(ProviderDialect dialect)
    {
        using var chat = await ChatAsync(dialect);

        var answer = await chat.GetResponseAsync("Hi");

        Assert.Equal(FakeText.Of(FakeTokens.Output), answer.Text);
        Assert.Equal((FakeTokens.Input, FakeTokens.Output), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount));
    }

    [Theory, InlineData(OpenAi), InlineData(Groq)]
    public async Task Streamed_chat_works(ProviderDialect dialect)
    {
        using var chat = await ChatAsync(dialect);

        var answer = await chat.GetStreamingResponseAsync("Hi").ToChatResponseAsync();

        Assert.Equal(FakeText.Of(FakeTokens.Output), answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_tool_is_called_and_its_result_is_taken(bool streamed)
    {
        using var chat = await ChatAsync(OpenAi);
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => $"sunny in {city}", "weather")] };
        List<ChatMessage> messages = [new(ChatRole.User, "How is the weather?")];

        var asked = streamed
            ? await chat.GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
            : await chat.GetResponseAsync(messages, options);
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(asked.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>()));
        messages.AddRange(asked.Messages);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "sunny")]));
        var answer = await chat.GetResponseAsync(messages, options);

        Assert.Equal(("weather", "Köln"), (call.Name, call.Arguments!["city"]?.ToString()));
        Assert.Equal(FakeText.Of(FakeTokens.Output), answer.Text);
    }

    [Fact]
    public async Task Embeddings_work()
    {
        var (_, sdk) = await OneAsync(OpenAi);
        using var embeddings = sdk.Client().GetEmbeddingClient("e").AsIEmbeddingGenerator();

        var answer = await embeddings.GenerateAsync(["a", "b"]);

        Assert.Equal([FakeTokens.EmbeddingLength, FakeTokens.EmbeddingLength], answer.Select(e => e.Vector.Length));
    }

    private async Task<IChatClient> ChatAsync(ProviderDialect dialect) =>
        (await OneAsync(dialect)).Sdk.Client().GetChatClient("some-model").AsIChatClient();

    private async Task<(TestEndpoint Endpoint, SdkOptions Sdk)> OneAsync(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        return (await pool.AddAsync(), new SdkOptions(new Uri(Service.Address, pool.Wire.Surface), pool.Label));
    }
}
