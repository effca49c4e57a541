using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Tokens as the providers report them.</summary>
[Collection(SharedServices.Passing)]
public sealed class UsageTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task Tokens_of_whole_and_streamed_answers_are_booked_as_reported(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.Ok()).Then(Step.Ok()).Then(Step.Ok().WithUsage(1_000_000, 2_000_000).SplitAt(7));

        await pool.MustServeAsync();
        Assert.Equal((25, 20, 45), await TokensAsync(endpoint));
        Assert.True((await pool.StreamAsync()).EndedWell);
        Assert.Equal((50, 40, 90), await TokensAsync(endpoint));
        Assert.True((await pool.StreamAsync()).EndedWell);
        Assert.Equal((1_000_050, 2_000_040, 3_000_090), await TokensAsync(endpoint));
        Assert.Equal((3, 3, 0, 0, 0), (await endpoint.CountsAsync()).Outcomes);
    }

    [Theory, EveryProvider]
    public async Task Answers_without_usage_and_errors_book_no_tokens(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0 });
        endpoint.AtProvider.Then(Step.Ok().WithoutUsage()).Then(Step.Ok().WithoutUsage()).Then(Step.Status(400));

        await pool.MustServeAsync();
        Assert.True((await pool.StreamAsync()).EndedWell);
        await pool.CallAsync();

        Assert.Equal((0, 0, 0), await TokensAsync(endpoint));
    }

    [Fact]
    public async Task A_streamed_JSON_array_of_Gemini_reaches_the_caller_and_is_booked()
    {
        var pool = NewPool(ProviderDialect.Gemini);
        var endpoint = await pool.AddAsync();
        var path = pool.Wire.Path(pool.Wire.Model, stream: true).Replace("?alt=sse", "", StringComparison.Ordinal);

        var reply = await pool.SendAsync(pool.Post(path, pool.Wire.Body(pool.Wire.Model)));

        Assert.Equal((200, true), (reply.Status, reply.EndedWell));
        var words = reply.Json.EnumerateArray()
            .Select(chunk => chunk.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal(FakeText.Of(FakeTokens.Output), string.Concat(words));
        Assert.Equal((25, 20, 45), await TokensAsync(endpoint));
    }

    [Theory]
    [InlineData(ProviderDialect.Gemini, "/v1beta/models/gemini-2.5-flash:countTokens", "{}")]
    [InlineData(ProviderDialect.Anthropic, "/v1/messages/count_tokens", """{"model":"claude-sonnet-4-5","messages":[]}""")]
    public async Task Counting_tokens_books_none(ProviderDialect dialect, string path, string body)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var reply = await pool.SendAsync(pool.Post(path, body));

        Assert.Equal(200, reply.Status);
        Assert.Contains(":25", reply.Text, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), await TokensAsync(endpoint));
        Assert.Equal((1, 1, 0, 0, 0), (await endpoint.CountsAsync()).Outcomes);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi, "/embeddings", 25)]
    [InlineData(ProviderDialect.Groq, "/embeddings", 25)]
    [InlineData(ProviderDialect.Gemini, "/v1/models/e:embedContent", 0)]
    public async Task Embeddings_book_what_their_provider_reports(ProviderDialect dialect, string path, long input)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var reply = await pool.SendAsync(pool.Post(path, """{"model":"e","input":["a"]}"""));

        Assert.Equal(200, reply.Status);
        Assert.Equal((input, 0, input), await TokensAsync(endpoint));
    }

    [Theory, EveryProvider]
    public async Task Models_are_listed_and_book_nothing(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        var path = dialect switch { ProviderDialect.Gemini => "/v1/models", ProviderDialect.Anthropic => "/v1/models", _ => "/models" };

        var reply = await pool.SendAsync(pool.Bare(HttpMethod.Get, path));

        Assert.Equal(200, reply.Status);
        Assert.Contains(pool.Wire.Model[..4], reply.Text, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), await TokensAsync(endpoint));
    }

    private static async Task<(long Input, long Output, long Total)> TokensAsync(TestEndpoint endpoint)
    {
        var counts = await endpoint.CountsAsync();
        return (counts.Input, counts.Output, counts.Tokens);
    }
}
