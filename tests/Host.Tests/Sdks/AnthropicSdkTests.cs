using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Sdks;

/// <summary>The official Anthropic package with nothing changed but its base URL.</summary>
[Collection(SharedServices.Passing)]
public sealed class AnthropicSdkTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private static readonly MessageCreateParams Hi = new()
    {
        Model = "claude-sonnet-4-5",
        MaxTokens = 100,
        Messages = [new UserMessageParam("Hi")],
    };

    [Fact]
    public async Task Messages_work()
    {
        var (endpoint, sdk) = await OneAsync();

        var answer = await sdk.Messages.Create(Hi);

        Assert.True(answer.Content[0].TryPickText(out var text));
        Assert.Equal(FakeText.Of(FakeTokens.Output), text!.Text);
        Assert.Equal((FakeTokens.Input, FakeTokens.Output), (answer.Usage.InputTokens, answer.Usage.OutputTokens));
        Assert.Equal((25L, 20L), ((await endpoint.CountsAsync()).Input, (await endpoint.CountsAsync()).Output));
    }

    [Fact]
    public async Task Streamed_messages_work()
    {
        var (endpoint, sdk) = await OneAsync();
        var (text, stopped) = ("", false);

        await foreach (var update in sdk.Messages.CreateStreaming(Hi))
        {
            text += update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var part) ? part.Text : "";
            stopped |= update.TryPickStop(out _);
        }

        Assert.Equal((FakeText.Of(FakeTokens.Output), true), (text, stopped));
        await Eventually.GetAsync(endpoint.CountsAsync, c => c is { Successful: 1, Output: FakeTokens.Output });
    }

    [Fact]
    public async Task Tools_go_through_both_ways()
    {
        var (endpoint, sdk) = await OneAsync();
        endpoint.AtProvider.Then(Step.Ok().WithBody("""
            {"id":"m","type":"message","role":"assistant","model":"claude-sonnet-4-5","stop_reason":"tool_use","stop_sequence":null,
             "content":[{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Köln"}}],"usage":{"input_tokens":3,"output_tokens":4}}
            """));

        var answer = await sdk.Messages.Create(Hi with
        {
            Tools = [new Tool { Name = "weather", Description = "Tells it", InputSchema = new() }],
        });

        Assert.True(answer.Content[0].TryPickToolUse(out var use));
        Assert.Equal(("toolu_1", "weather", "Köln"), (use!.ID, use.Name, use.Input["city"].GetString()));
        Assert.Contains("\"name\":\"weather\"", endpoint.AtProvider.Calls[0].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_counts_and_models_work()
    {
        var (endpoint, sdk) = await OneAsync();

        var count = await sdk.Messages.CountTokens(new() { Model = "claude-sonnet-4-5", Messages = [new UserMessageParam("Hi")] });
        var models = await sdk.Models.List();

        Assert.Equal((FakeTokens.Input, 2), (count.InputTokens, models.Items.Count));
        Assert.Equal(0, (await endpoint.CountsAsync()).Tokens);
    }

    [Fact]
    public async Task A_providers_error_is_the_packages_exception()
    {
        var (endpoint, sdk) = await OneAsync();
        endpoint.AtProvider.Then(Step.Status(404)).Then(Step.Status(400));

        await Assert.ThrowsAsync<AnthropicNotFoundException>(() => sdk.Messages.Create(Hi));
        await Assert.ThrowsAsync<AnthropicBadRequestException>(() => sdk.Messages.Create(Hi));
        Assert.Equal(2, endpoint.AtProvider.Count);
    }

    [Fact]
    public async Task The_services_own_refusal_is_the_packages_exception()
    {
        var (endpoint, sdk) = await OneAsync();
        await endpoint.PostAsync("disable");

        var error = await Assert.ThrowsAsync<AnthropicServiceUnavailableException>(() => sdk.Messages.Create(Hi));

        Assert.Contains("no_endpoint_available", error.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exhausted_retries_are_not_retried_by_the_package()
    {
        var (endpoint, sdk) = await OneAsync();
        await endpoint.PatchAsync(new { max_retries = 1, initial_retry_delay = 0.01 });
        endpoint.AtProvider.Always(Step.Status(500));

        await Assert.ThrowsAsync<Anthropic5xxException>(() => sdk.Messages.Create(Hi));

        Assert.Equal(2, endpoint.AtProvider.Count);
    }

    [Fact]
    public async Task Leaving_a_stream_ends_the_call_at_the_provider()
    {
        var (endpoint, sdk) = await OneAsync();
        endpoint.AtProvider.Then(Step.Ok().WithEvents(1000).WithEventDelay(TimeSpan.FromMilliseconds(50)));
        using var leaving = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in sdk.Messages.CreateStreaming(Hi, leaving.Token))
            {
                await leaving.CancelAsync();
            }
        });

        Assert.Equal(CallEnding.ClientLeft, await endpoint.AtProvider.Calls[0].Ended);
        await Eventually.GetAsync(endpoint.CountsAsync, c => c.Outcomes == (1, 0, 0, 1, 0));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_an_exception()
    {
        var (endpoint, sdk) = await OneAsync();
        endpoint.AtProvider.Then(Step.CutAfterEvents(4));
        var updates = 0;

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in sdk.Messages.CreateStreaming(Hi))
            {
                updates++;
            }
        });

        Assert.InRange(updates, 1, 5);
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    private async Task<(TestEndpoint Endpoint, AnthropicClient Sdk)> OneAsync()
    {
        var pool = NewPool(ProviderDialect.Anthropic);
        var http = Service.NewClient();
        http.DefaultRequestHeaders.Add("X-Multiplex-Pool", pool.Label);
        var sdk = new AnthropicClient
        {
            ApiKey = "sk-ant-whatever-the-caller-has",
            BaseUrl = new Uri(Service.Address, pool.Wire.Surface).ToString(),
            HttpClient = http,
        };
        return (await pool.AddAsync(), sdk);
    }
}
