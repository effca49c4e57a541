using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

namespace MultiplexCluster.FakeProviders.Tests.Dialects;

public class OpenAiSdkTests
{
    [Theory]
    [InlineData(ProviderDialect.OpenAi)]
    [InlineData(ProviderDialect.Groq)]
    public async Task Chat_is_understood(ProviderDialect dialect)
    {
        await using var fake = await FakeProvider.StartAsync();

        ChatCompletion answer = await Sdk(fake, dialect).GetChatClient("gpt-4o").CompleteChatAsync("Hi");

        Assert.Equal(FakeText.Of(FakeTokens.Output), answer.Content[0].Text);
        Assert.Equal(FakeTokens.Input, answer.Usage.InputTokenCount);
        Assert.Equal(FakeTokens.Output, answer.Usage.OutputTokenCount);
        Assert.Equal("gpt-4o", answer.Model);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi)]
    [InlineData(ProviderDialect.Groq)]
    public async Task Streamed_chat_is_understood(ProviderDialect dialect)
    {
        await using var fake = await FakeProvider.StartAsync();
        var text = "";
        ChatTokenUsage? usage = null;

        await foreach (var update in Sdk(fake, dialect).GetChatClient("gpt-4o").CompleteChatStreamingAsync("Hi"))
        {
            text += string.Concat(update.ContentUpdate.Select(p => p.Text));
            usage = update.Usage ?? usage;
        }

        Assert.Equal(FakeText.Of(FakeTokens.Output), text);
        Assert.Equal(FakeTokens.Output, usage?.OutputTokenCount);
    }

    [Fact]
    public async Task Embeddings_moderations_and_models_are_understood()
    {
        await using var fake = await FakeProvider.StartAsync();
        var sdk = Sdk(fake, ProviderDialect.OpenAi);

        var embeddings = await sdk.GetEmbeddingClient("e").GenerateEmbeddingsAsync(["a", "b"]);
        var moderation = await sdk.GetModerationClient("m").ClassifyTextAsync("a");
        var models = await sdk.GetOpenAIModelClient().GetModelsAsync();
        var model = await sdk.GetOpenAIModelClient().GetModelAsync("gpt-x");

        Assert.Equal(2, embeddings.Value.Count);
        Assert.Equal(1 / 16f, embeddings.Value[1].ToFloats().Span[0]);
        Assert.Equal(FakeTokens.Input, embeddings.Value.Usage.InputTokenCount);
        Assert.False(moderation.Value.Flagged);
        Assert.Equal(3, models.Value.Count);
        Assert.Equal("gpt-x", model.Value.Id);
    }

#pragma warning disable OPENAI001 // the SDK marks responses as experimental
    [Fact]
    public async Task Responses_are_understood()
    {
        await using var fake = await FakeProvider.StartAsync();
        var client = Sdk(fake, ProviderDialect.OpenAi).GetResponsesClient();

        var answer = await client.CreateResponseAsync("gpt-4o", "Hi");
        var streamed = "";
        var completed = false;
        await foreach (var update in await client.CreateResponseStreamingAsync("gpt-4o", "Hi"))
        {
            streamed += (update as OpenAI.Responses.StreamingResponseOutputTextDeltaUpdate)?.Delta;
            completed |= update is OpenAI.Responses.StreamingResponseCompletedUpdate
            {
                Response.Usage.OutputTokenCount: FakeTokens.Output,
            };
        }

        Assert.Equal(FakeText.Of(FakeTokens.Output), answer.Value.GetOutputText());
        Assert.Equal(FakeText.Of(FakeTokens.Output), streamed);
        Assert.True(completed);
    }
#pragma warning restore OPENAI001

    private static OpenAIClient Sdk(FakeProvider fake, ProviderDialect dialect) =>
        new(new ApiKeyCredential("sk-a"), new OpenAIClientOptions { Endpoint = new Uri(fake.BaseUrl(dialect)) });
}
