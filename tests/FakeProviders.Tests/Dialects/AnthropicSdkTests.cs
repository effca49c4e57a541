using Anthropic;
using Anthropic.Models.Messages;

namespace MultiplexCluster.FakeProviders.Tests.Dialects;

public class AnthropicSdkTests
{
    private static readonly MessageCreateParams Hi = new()
    {
        Model = "claude-sonnet-4-5",
        MaxTokens = 100,
        Messages = [new UserMessageParam("Hi")],
    };

    [Fact]
    public async Task Messages_are_understood()
    {
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { AcceptAnthropicBearer = true });

        var answer = await Sdk(fake).Messages.Create(Hi);

        Assert.True(answer.Content[0].TryPickText(out var text));
        Assert.Equal(FakeText.Of(FakeTokens.Output), text!.Text);
        Assert.Equal(FakeTokens.Input, answer.Usage.InputTokens);
        Assert.Equal(FakeTokens.Output, answer.Usage.OutputTokens);
    }

    [Fact]
    public async Task Streamed_messages_are_understood()
    {
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { AcceptAnthropicBearer = true });
        var text = "";
        var output = 0L;
        var stopped = false;

        await foreach (var update in Sdk(fake).Messages.CreateStreaming(Hi))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var part))
            {
                text += part.Text;
            }

            output = update.TryPickDelta(out var message) ? message.Usage.OutputTokens : output;
            stopped |= update.TryPickStop(out _);
        }

        Assert.Equal(FakeText.Of(FakeTokens.Output), text);
        Assert.Equal(FakeTokens.Output, output);
        Assert.True(stopped);
    }

    [Fact]
    public async Task Token_counts_and_models_are_understood()
    {
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { AcceptAnthropicBearer = true });

        var count = await Sdk(fake).Messages.CountTokens(new() { Model = "claude-sonnet-4-5", Messages = [new UserMessageParam("Hi")] });
        var models = await Sdk(fake).Models.List();

        Assert.Equal(FakeTokens.Input, count.InputTokens);
        Assert.Equal(2, models.Items.Count);
    }

    private static AnthropicClient Sdk(FakeProvider fake) =>
        new() { ApiKey = "sk-ant-a", BaseUrl = fake.BaseUrl(ProviderDialect.Anthropic) };
}
