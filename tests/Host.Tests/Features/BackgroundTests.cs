using System.Text.Json;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>The tokens of background responses, which only their reads are told.</summary>
[Collection(SharedServices.Passing)]
public sealed class BackgroundTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private static readonly (long, long, long) Nothing = (0, 0, 0);
    private static readonly (long, long, long) Once = (25, 20, 45);

    [Theory]
    [InlineData("/openai/v1")]
    [InlineData("/v1")]
    public async Task Polls_count_the_tokens_once_and_none_before_it_is_done(string surface)
    {
        var (pool, endpoint) = await EndpointAsync();
        var id = await BeginAsync(pool, polls: 2, surface);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal("in_progress", await StatusAsync(pool, surface, id));
            Assert.Equal(Nothing, await TokensAsync(endpoint));
        }

        Assert.Equal("completed", await StatusAsync(pool, surface, id));
        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 4));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal("completed", await StatusAsync(pool, surface, id));
        }

        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 7));
    }

    [Fact]
    public async Task Twenty_polls_at_once_count_the_tokens_once()
    {
        var (pool, endpoint) = await EndpointAsync();
        var id = await BeginAsync(pool, polls: 0);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => StatusAsync(pool, i % 2 == 0 ? "/openai/v1" : "/v1", id)));

        Assert.All(statuses, status => Assert.Equal("completed", status));
        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 21));
    }

    [Fact]
    public async Task A_streamed_read_and_polls_beside_it_count_the_tokens_once()
    {
        var (pool, endpoint) = await EndpointAsync();
        var id = await BeginAsync(pool, polls: 0);

        var streams = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => GetAsync(pool, $"/openai/v1/responses/{id}?stream=true")));

        Assert.All(streams, stream => Assert.Contains("response.completed", stream.Text, StringComparison.Ordinal));
        Assert.All(streams, stream => Assert.True(stream.EndedWell));
        Assert.Equal("completed", await StatusAsync(pool, "/v1", id));
        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 8));
    }

    [Fact]
    public async Task A_cancellation_that_tells_the_tokens_counts_them_once()
    {
        var (pool, endpoint) = await EndpointAsync();
        var id = await BeginAsync(pool, polls: 9);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var reply = await pool.SendAsync(pool.Post($"/responses/{id}/cancel", ""));
            Assert.Equal((200, "cancelled"), (reply.Status, reply.Json.GetProperty("status").GetString()));
        }

        Assert.Equal("cancelled", await StatusAsync(pool, "/openai/v1", id));
        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 4));
    }

    [Fact]
    public async Task A_stream_that_tells_its_tokens_books_them_itself()
    {
        var (pool, endpoint) = await EndpointAsync();
        var reply = await pool.SendAsync(pool.Post("/responses", Body(polls: 0, stream: true)));
        Assert.True(reply.EndedWell);
        Assert.Equal(Once, await TokensAsync(endpoint));

        Assert.Equal("completed", await StatusAsync(pool, "/openai/v1", IdIn(reply.Text)));
        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 2));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_leaves_its_tokens_to_the_first_read()
    {
        var (pool, endpoint) = await EndpointAsync();
        endpoint.AtProvider.Then(Step.CutAfterEvents(4));
        var reply = await pool.SendAsync(pool.Post("/responses", Body(polls: 0, stream: true)));
        Assert.Equal(Nothing, await TokensAsync(endpoint));

        Assert.Equal("completed", await StatusAsync(pool, "/openai/v1", IdIn(reply.Text)));
        Assert.Equal("completed", await StatusAsync(pool, "/openai/v1", IdIn(reply.Text)));
        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 3));
    }

    [Fact]
    public async Task A_stream_whose_caller_left_leaves_its_tokens_to_the_first_read()
    {
        var (pool, endpoint) = await EndpointAsync();
        endpoint.AtProvider.Then(Step.Ok() with { EventDelayMs = 200 });
        string id;
        using (var request = pool.Post("/responses", Body(polls: 0, stream: true)))
        using (var response = await Service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            var buffer = new byte[4096];
            await using var body = await response.Content.ReadAsStreamAsync();
            var count = await body.ReadAsync(buffer);
            id = IdIn(System.Text.Encoding.UTF8.GetString(buffer, 0, count));
        }

        await Eventually.GetAsync(endpoint.CountsAsync, counts => counts.Cancelled == 1);
        Assert.Equal("completed", await StatusAsync(pool, "/openai/v1", id));
        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 2));
    }

    [Fact]
    public async Task A_read_whose_caller_closes_its_connection_at_once_counts_as_successful()
    {
        var (pool, endpoint) = await EndpointAsync();
        var id = await BeginAsync(pool, polls: 0);

        using (var request = new HttpRequestMessage(HttpMethod.Get, $"/openai/v1/responses/{id}") { Headers = { ConnectionClose = true } })
        using (var response = await Service.Http.SendAsync(request))
        {
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Equal(Once, await TokensWhenToldAsync(endpoint, reports: 2));
        Assert.Equal((2, 2, 0, 0, 0), (await endpoint.CountsAsync()).Outcomes);
    }

    [Fact]
    public async Task Responses_that_are_not_of_the_background_or_deleted_do_no_harm()
    {
        var (pool, endpoint) = await EndpointAsync();
        var plain = await pool.SendAsync(pool.Post("/responses", """{"model":"m","input":"hi"}"""));
        Assert.Equal(Once, await TokensAsync(endpoint));
        Assert.Equal("completed", await StatusAsync(pool, "/openai/v1", IdIn(plain.Text)));

        var id = await BeginAsync(pool, polls: 0);
        Assert.Equal(200, (await pool.SendAsync(pool.Bare(HttpMethod.Delete, $"/responses/{id}"))).Status);
        Assert.Equal(404, (await GetAsync(pool, $"/openai/v1/responses/{id}")).Status);
        Assert.Equal(404, (await pool.SendAsync(pool.Post($"/responses/{id}/cancel", ""))).Status);

        var unkept = await pool.SendAsync(pool.Post("/responses", """{"model":"m","input":"hi","background":true,"store":false}"""));
        Assert.Equal(200, unkept.Status);
        Assert.Equal((50, 40, 90), await TokensWhenToldAsync(endpoint, reports: 7));
    }

    private static string Body(int polls, bool stream = false) =>
        $$$"""{"model":"gpt-4o","input":"hi","background":true,"stream":{{{(stream ? "true" : "false")}}},"metadata":{"polls":"{{{polls}}}"}}""";

    private static string IdIn(string text)
    {
        var start = text.IndexOf("resp_", StringComparison.Ordinal);
        return text[start..text.IndexOf('"', start)];
    }

    private async Task<string> BeginAsync(TestPool pool, int polls, string surface = "/openai/v1")
    {
        using var request = pool.Post("/responses", Body(polls).Replace("gpt-4o", surface == "/v1" ? "openai/gpt-4o" : "gpt-4o", StringComparison.Ordinal));
        request.RequestUri = new Uri(surface + "/responses", UriKind.Relative);
        using var response = await Service.Http.SendAsync(request);
        var reply = await Reply.ReadAsync(response);
        Assert.Equal((200, "queued"), (reply.Status, reply.Json.GetProperty("status").GetString()));
        Assert.Equal(JsonValueKind.Null, reply.Json.GetProperty("usage").ValueKind);
        return reply.Json.GetProperty("id").GetString()!;
    }

    private static async Task<(long Input, long Output, long Total)> TokensAsync(TestEndpoint endpoint)
    {
        var counts = await endpoint.CountsAsync();
        return (counts.Input, counts.Output, counts.Tokens);
    }

    /// <summary>The tokens, once so many calls have been reported: a read that asks whose they are reports after its answer.</summary>
    private static async Task<(long Input, long Output, long Total)> TokensWhenToldAsync(TestEndpoint endpoint, int reports)
    {
        await Eventually.GetAsync(endpoint.CountsAsync, counts => counts.Total == reports);
        return await TokensAsync(endpoint);
    }

    private async Task<(TestPool Pool, TestEndpoint Endpoint)> EndpointAsync()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        return (pool, await pool.AddAsync(new { max_concurrent_requests = 30 }));
    }

    private async Task<Reply> GetAsync(TestPool pool, string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Add("X-Multiplex-Pool", pool.Label);
        using var response = await Service.Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    private async Task<string?> StatusAsync(TestPool pool, string surface, string id)
    {
        var reply = await GetAsync(pool, $"{surface}/responses/{id}");
        Assert.True(reply is { Status: 200, EndedWell: true }, reply.ToString());
        return reply.Json.GetProperty("status").GetString();
    }
}
