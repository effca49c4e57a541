using System.Collections.Concurrent;
using System.Text;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>When a call marks a background response, and when it asks for one's tokens.</summary>
public sealed class LateUsageTests
{
    private const string Usage = """{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":3,"total_tokens":12}""";
    private const string Background = """{"model":"m","input":"hi","background":true}""";

    [Theory]
    [InlineData("queued", "null", Background, true)]
    [InlineData("in_progress", "null", Background, true)]
    [InlineData("completed", Usage, Background, false)]
    [InlineData("failed", "null", Background, false)]
    [InlineData("queued", "null", """{"model":"m","input":"hi"}""", false)]
    [InlineData("queued", "null", """{"model":"m","input":"hi","background":null}""", false)]
    [InlineData("queued", "null", """{"model":"m","input":"hi","background":true,"store":false}""", false)]
    public async Task A_call_whose_background_response_is_not_over_marks_it(string status, string usage, string body, bool isMarked)
    {
        var book = new Book();
        await using var provider = RawProvider.Answering(Json(status, usage));
        await using var host = await StartAsync(new ScriptedRouter(provider.Url), book);

        using var answer = await host.Client.PostAsync("/openai/v1/responses", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(isMarked ? ["resp_1"] : [], book.Marked);
        Assert.Empty(book.Asked);
    }

    [Theory]
    [InlineData("response.in_progress", "null", true)]
    [InlineData("response.completed", Usage, false)]
    [InlineData("response.incomplete", Usage, false)]
    [InlineData("response.failed", Usage, false)]
    public async Task A_background_stream_is_marked_where_it_ends_before_it_told_its_tokens(string type, string usage, bool isMarked)
    {
        var book = new Book();
        await using var provider = RawProvider.Writing(reset: true, Stream(type, usage));
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router, book);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/responses")
        {
            Content = new StringContent("""{"model":"m","background":true,"stream":true}""", Encoding.UTF8, "application/json"),
        };
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(isMarked ? 0 : 12, (await router.EndAsync()).Usage.Total);
        Assert.Equal(isMarked ? ["resp_1"] : [], book.Marked);
    }

    [Theory]
    [InlineData("GET", "/openai/v1/responses/resp_1", "completed")]
    [InlineData("GET", "/v1/responses/resp_1", "incomplete")]
    [InlineData("GET", "/openai/v1/responses/resp_1", "failed")]
    [InlineData("POST", "/openai/v1/responses/resp_1/cancel", "cancelled")]
    public async Task A_read_that_is_told_the_tokens_books_them_where_they_are_its(string method, string path, string status)
    {
        foreach (var isGranted in new[] { true, false })
        {
            var book = new Book { Answer = Task.FromResult(isGranted) };
            await using var provider = RawProvider.Answering(Json(status, Usage));
            var router = new ScriptedRouter(provider.Url);
            await using var host = await StartAsync(router, book);

            using var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

            Assert.Equal(isGranted ? new TokenUsage(9, 4, 3, 12) : TokenUsage.None, (await router.EndAsync()).Usage);
            Assert.Equal(["resp_1"], book.Asked);
            Assert.Empty(book.Marked);
        }
    }

    [Theory]
    [InlineData("GET", "/openai/v1/responses/resp_1", "in_progress", "null")]
    [InlineData("GET", "/openai/v1/responses/resp_1", "in_progress", Usage)]
    [InlineData("GET", "/openai/v1/responses/resp_1", "completed", "null")]
    [InlineData("DELETE", "/openai/v1/responses/resp_1", "completed", Usage)]
    [InlineData("GET", "/openai/v1/responses/resp_1/input_items", "completed", Usage)]
    [InlineData("GET", "/openai/v1/batches/b_1", "completed", Usage)]
    [InlineData("GET", "/gemini/v1beta/interactions/i_1", "completed", Usage)]
    public async Task Nothing_else_asks(string method, string path, string status, string usage)
    {
        var book = new Book();
        await using var provider = RawProvider.Answering(Json(status, usage));
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router, book);

        using var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal((200, TokenUsage.None), ((int)answer.StatusCode, (await router.EndAsync()).Usage));
        Assert.Empty(book.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_caller_has_the_whole_answer_while_the_question_is_open(bool stream)
    {
        var granted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var book = new Book { Answer = granted.Task };
        await using var provider = RawProvider.Answering(stream ? Stream("response.completed", Usage) + "0\r\n\r\n" : Json("completed", Usage));
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router, book);

        var text = await host.Client.GetStringAsync("/openai/v1/responses/resp_1" + (stream ? "?stream=true" : ""));

        Assert.Contains("\"total_tokens\":12", text, StringComparison.Ordinal);
        Assert.Equal(["resp_1"], book.Asked);
        Assert.Empty(router.Ends);
        granted.SetResult(true);
        var end = await router.EndAsync();
        Assert.Equal((OutcomeClass.Success, 12), (end.Outcome, end.Usage.Total));
    }

    private static string Json(string status, string usage)
    {
        var body = $$"""{"id":"resp_1","object":"response","status":"{{status}}","background":true,"usage":{{usage}}}""";
        return $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    private static string Stream(string type, string usage) => RawProvider.StreamHead
        + Event("response.created", "null") + Event(type, usage);

    private static string Event(string type, string usage)
    {
        var data = $"event: {type}\ndata: {{\"type\":\"{type}\",\"response\":{{\"id\":\"resp_1\",\"usage\":{usage}}}}}\n\n";
        return $"{data.Length:x}\r\n{data}\r\n";
    }

    private static Task<RelayHost> StartAsync(ScriptedRouter router, Book book) => RelayHost.StartAsync(router, codecs: ProviderCodecs.All, book: book);

    private sealed class Book : IObjectBook
    {
        internal Task<bool> Answer { get; init; } = Task.FromResult(false);

        internal ConcurrentQueue<string> Marked { get; } = [];

        internal ConcurrentQueue<string> Asked { get; } = [];

        public ValueTask<EndpointId?> FindAsync(ProviderKind provider, string id, CancellationToken cancel) => new((EndpointId?)null);

        public void Note(ProviderKind provider, string id, EndpointId endpoint)
        {
        }

        public void NoteUnbooked(ProviderKind provider, string id) => Marked.Enqueue(id);

        public ValueTask<bool> TakeUsageAsync(ProviderKind provider, string id)
        {
            Asked.Enqueue(id);
            return new(Answer);
        }
    }
}
