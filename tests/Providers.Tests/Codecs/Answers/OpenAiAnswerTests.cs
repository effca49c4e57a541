using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

public class OpenAiAnswerTests
{
    private const string Chunk = """data: {"id":"c","choices":[{"delta":{"content":"hi"}}],"usage":null}""" + "\n\n";
    private const string UsageChunk = """data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":4}}}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";
    private const string Body = """{"choices":[{"message":{"content":"{\"usage\":{\"prompt_tokens\":99}}"}}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}}}""";
    private const string Response = """{"id":"r","usage":{"input_tokens":20,"input_tokens_details":{"cached_tokens":5},"output_tokens":8,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":28}}""";

    private const string Run =
        "event: thread.run.created\ndata: {\"id\":\"r\",\"last_error\":null,\"usage\":null}\n\n"
        + "event: thread.message.delta\ndata: {\"delta\":{\"content\":[]}}\n\n"
        + "event: thread.run.step.completed\ndata: {\"id\":\"s\",\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":6,\"total_tokens\":36}}\n\n"
        + "event: thread.run.completed\ndata: {\"id\":\"r\",\"usage\":{\"prompt_tokens\":31,\"completion_tokens\":7,\"total_tokens\":38}}\n\n";

    [Theory]
    [InlineData(Chunk + UsageChunk + Done, "Complete 9/4/3/12")]
    [InlineData(Chunk + Done, "Complete 0/0/0/0")]
    [InlineData(Chunk + UsageChunk, "Incomplete 9/4/3/12")]
    [InlineData(Chunk, "Incomplete 0/0/0/0")]
    [InlineData("", "Incomplete 0/0/0/0")]
    [InlineData(": ping\n\n" + Chunk + Done, "Complete 0/0/0/0")]
    [InlineData(Chunk + "data: {\"error\":{\"message\":\"boom\"}}\n\n", "ErrorReported 0/0/0/0")]
    [InlineData(Chunk + "data: {\"error\":{\"message\":\"boom\"}}\n\n" + Done, "ErrorReported 0/0/0/0")]
    [InlineData("data: {\"error\":null}\n\n" + Done, "Complete 0/0/0/0")]
    [InlineData("data: <html>\n\n" + UsageChunk + Done, "Complete 9/4/3/12")]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1e18,\"total_tokens\":7}}\n\n" + Done, "Complete 0/0/0/7")]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":50}}}\n\n" + Done, "Complete 5/5/0/5")]
    public void A_chat_stream_needs_its_done_marker(string stream, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.OpenAi, "POST", "/chat/completions", AnswerReading.Events, stream));
    }

    [Theory]
    [InlineData("/chat/completions", Body, "Complete 9/4/3/12")]
    [InlineData("/completions", Body, "Complete 9/4/3/12")]
    [InlineData("/embeddings", """{"data":[{"embedding":[0.1,-2e-5]}],"usage":{"prompt_tokens":6,"total_tokens":6}}""", "Complete 6/0/0/6")]
    [InlineData("/moderations", """{"results":[]}""", "Complete 0/0/0/0")]
    [InlineData("/responses", Response, "Complete 20/5/8/28")]
    [InlineData("/responses/input_tokens", """{"input_tokens":11}""", "Complete 0/0/0/0")]
    [InlineData("/chat/completions", """{"usage":{"prompt_tokens":9,"completion_tokens":3},"choices":[""", "Incomplete 9/0/3/12")]
    [InlineData("/chat/completions", """{"usage":{"prompt_tokens":9""", "Incomplete 0/0/0/0")]
    [InlineData("/chat/completions", "<html>busy</html>", "Complete 0/0/0/0")]
    [InlineData("/chat/completions", "", "Complete 0/0/0/0")]
    [InlineData("/chat/completions", "\n\n", "Incomplete 0/0/0/0")]
    [InlineData("/chat/completions", """{"choices":[],"usage":null}""", "Complete 0/0/0/0")]
    public void A_json_body_tells_usage_and_must_be_whole(string path, string body, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.OpenAi, "POST", path, AnswerReading.Json, body));
    }

    [Theory]
    [InlineData("response.completed", "Complete 20/5/8/28")]
    [InlineData("response.incomplete", "Complete 20/5/8/28")]
    [InlineData("response.cancelled", "Complete 20/5/8/28")]
    [InlineData("response.failed", "ErrorReported 20/5/8/28")]
    [InlineData("response.in_progress", "Incomplete 20/5/8/28")]
    public void A_responses_stream_ends_by_its_terminal_event(string type, string read)
    {
        var stream = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"usage\":null}}\n\n"
            + $$"""data: {"type":"{{type}}","sequence_number":9,"response":{{Response}}}""" + "\n\n";

        Assert.Equal(read, AnswerReading.Of(ProviderKind.OpenAi, "POST", "/responses", AnswerReading.Events, stream));
    }

    [Theory]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"x\",\"param\":null}\n\n")]
    [InlineData("data: {\"type\":\"error\",\"message\":\"x\"}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"x\"}}\n\n")]
    [InlineData("event: error\ndata: not json\n\n")]
    public void A_responses_stream_reports_an_error(string stream)
    {
        Assert.StartsWith("ErrorReported", AnswerReading.Of(ProviderKind.OpenAi, "POST", "/responses", AnswerReading.Events, stream), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_response_read_again_books_nothing()
    {
        Assert.Equal("Complete 0/0/0/0", AnswerReading.Of(ProviderKind.OpenAi, "GET", "/responses/r_1", AnswerReading.Json, Response));
        var stream = $"data: {{\"type\":\"response.completed\",\"response\":{Response}}}\n\n";
        Assert.Equal("Complete 0/0/0/0", AnswerReading.Of(ProviderKind.OpenAi, "GET", "/responses/r_1", AnswerReading.Events, stream));
        Assert.Equal("Incomplete 0/0/0/0", AnswerReading.Of(ProviderKind.OpenAi, "GET", "/responses/r_1", AnswerReading.Events, "data: {}\n\n"));
    }

    [Theory]
    [InlineData("text/html", "{", "Complete 0/0/0/0")]
    [InlineData("audio/mpeg", "\u0001", "Complete 0/0/0/0")]
    [InlineData(null, Body, "Complete 9/4/3/12")]
    [InlineData("application/problem+json", "{", "Incomplete 0/0/0/0")]
    public void The_media_type_decides_how_an_answer_is_read(string? mediaType, string body, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.OpenAi, "POST", "/chat/completions", mediaType, body));
    }

    [Theory]
    [InlineData(Run + "event: done\ndata: [DONE]\n\n", "Complete 31/0/7/38")]
    [InlineData(Run, "Incomplete 31/0/7/38")]
    [InlineData("event: thread.run.created\ndata: {\"id\":\"r\",\"usage\":null,\"last_error\":null}\n\n", "Incomplete 0/0/0/0")]
    public void A_streamed_run_of_an_assistant_needs_its_done_event_and_tells_usage(string stream, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.OpenAi, "POST", "/threads/t/runs", AnswerReading.Events, stream));
        Assert.Equal(read, AnswerReading.Of(ProviderKind.OpenAi, "POST", "/threads/runs", AnswerReading.Events, stream));
    }

    [Theory]
    [InlineData("response.output_text.delta")]
    [InlineData("response.image_generation_call.partial_image")]
    public void Pieces_of_a_response_are_not_read(string name)
    {
        var stream = $"event: {name}\ndata: {{\"error\":{{}},\"usage\":{{\"input_tokens\":9}}}}\n\n"
            + $"event: response.completed\ndata: {{\"type\":\"response.completed\",\"response\":{Response}}}\n\n";

        Assert.Equal("Complete 20/5/8/28", AnswerReading.Of(ProviderKind.OpenAi, "POST", "/responses", AnswerReading.Events, stream));
    }

    [Fact]
    public void A_files_own_bytes_are_not_judged()
    {
        Assert.Equal("Complete 0/0/0/0", AnswerReading.Of(ProviderKind.OpenAi, "GET", "/files/f/content", AnswerReading.Json, "{\"a\":"));
    }

    [Theory]
    [InlineData("/images/edits", "image_edit.completed", false)]
    [InlineData("/audio/transcriptions", "transcript.text.done", true)]
    [InlineData("/audio/speech", "speech.audio.done", true)]
    [InlineData("/responses", "response.completed", true)]
    public void Behind_one_image_another_may_follow(string path, string type, bool isLast)
    {
        var codec = ProviderCodecs.For(ProviderKind.OpenAi);
        var reader = codec.ReadAnswer(codec.Match("POST", path)!, AnswerReading.Events);

        reader.Read(Splits.Utf8($"data: {{\"type\":\"{type}\"}}\n\n"));

        Assert.Equal((isLast, AnswerEnd.Complete), (reader.HasSaidAll, reader.End()));
    }
}
