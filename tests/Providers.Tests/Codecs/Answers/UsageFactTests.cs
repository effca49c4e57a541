using MultiplexCluster.Contracts.Endpoints;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

/// <summary>Which tokens every kind of answer books: input/cached/output/total. Reasoning and thoughts are part of the output.</summary>
public class UsageFactTests
{
    private const string Spec = "openai-node api_reference/openapi.transformed.yml";
    private const string Claude = "anthropic-sdk-typescript src/resources/messages/messages.ts";
    private const string Google = "js-genai src/types.ts";
    private const string Interactions = "ai.google.dev/gemini-api/docs/interactions";
    private const string GroqSpec = "tryAGI/Groq openapi.yaml";
    private const string Events = AnswerReading.Events;
    private const string Json = AnswerReading.Json;
    private const string Image = """{"created":1,"data":[{"b64_json":"aa"}],"usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40},"output_tokens":1056,"total_tokens":1106}}""";
    private const string Usage = """ "usage":{"input_tokens":14,"input_token_details":{"text_tokens":0,"audio_tokens":14},"output_tokens":45,"total_tokens":59}""";

    [Theory]
    [InlineData(Spec, "POST", "/images/generations", Json, Image, "50/0/1056/1106")]
    [InlineData(Spec, "POST", "/images/edits", Json, Image, "50/0/1056/1106")]
    [InlineData(Spec, "POST", "/images/variations", Json, """{"created":1,"data":[{"url":"x"}]}""", "0/0/0/0")]
    [InlineData(Spec, "POST", "/images/generations", Events, "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"a\"}\n\nevent: image_generation.completed\ndata: {\"type\":\"image_generation.completed\"," + Usage + "}\n\n", "14/0/45/59")]
    [InlineData(Spec, "POST", "/images/edits", Events, "event: image_edit.completed\ndata: {\"type\":\"image_edit.completed\"," + Usage + "}\n\n", "14/0/45/59")]
    [InlineData(Spec, "POST", "/audio/transcriptions", Json, "{\"text\":\"a\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"output_tokens\":45,\"total_tokens\":59}}", "14/0/45/59")]
    [InlineData(Spec, "POST", "/audio/transcriptions", Json, """{"text":"a","usage":{"type":"duration","seconds":9}}""", "0/0/0/0")]
    [InlineData(Spec, "POST", "/audio/transcriptions", "text/plain", "only text", "0/0/0/0")]
    [InlineData(Spec, "POST", "/audio/transcriptions", Events, "data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\ndata: {\"type\":\"transcript.text.done\",\"text\":\"a\"," + Usage + "}\n\n", "14/0/45/59")]
    [InlineData(Spec, "POST", "/audio/translations", Json, """{"text":"a"}""", "0/0/0/0")]
    [InlineData(Spec, "POST", "/audio/speech", Events, "data: {\"type\":\"speech.audio.delta\",\"audio\":\"a\"}\n\ndata: {\"type\":\"speech.audio.done\"," + Usage + "}\n\n", "14/0/45/59")]
    [InlineData(Spec, "POST", "/audio/speech", "audio/mpeg", "\u0001{", "0/0/0/0")]
    [InlineData(Spec, "POST", "/embeddings", Json, """{"data":[],"usage":{"prompt_tokens":8,"total_tokens":8}}""", "8/0/0/8")]
    [InlineData(Spec, "POST", "/moderations", Json, """{"id":"m","results":[]}""", "0/0/0/0")]
    [InlineData(Spec, "POST", "/responses", Json, """{"id":"r","usage":{"input_tokens":36,"input_tokens_details":{"cached_tokens":30,"cache_write_tokens":2},"output_tokens":87,"output_tokens_details":{"reasoning_tokens":64},"total_tokens":123}}""", "36/30/87/123")]
    [InlineData(Spec, "POST", "/responses", Json, """{"id":"r","background":true,"status":"queued","usage":null}""", "0/0/0/0")]
    [InlineData(Spec, "GET", "/responses/r", Json, """{"id":"r","background":true,"status":"completed","usage":{"input_tokens":36,"output_tokens":87,"total_tokens":123}}""", "0/0/0/0")]
    [InlineData(Spec, "POST", "/responses/r/cancel", Json, """{"id":"r","status":"cancelled","usage":{"input_tokens":36,"output_tokens":87,"total_tokens":123}}""", "0/0/0/0")]
    [InlineData(Spec, "POST", "/responses/compact", Json, """{"id":"c","usage":{"input_tokens":36,"output_tokens":8,"total_tokens":44}}""", "36/0/8/44")]
    [InlineData(Spec, "POST", "/responses/input_tokens", Json, """{"input_tokens":36}""", "0/0/0/0")]
    [InlineData(Spec, "GET", "/chat/completions/c", Json, """{"id":"c","usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}""", "0/0/0/0")]
    [InlineData(Spec, "GET", "/threads/t/runs/r", Json, """{"id":"r","usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}""", "0/0/0/0")]
    [InlineData(Spec, "POST", "/videos", Json, """{"id":"v","status":"queued"}""", "0/0/0/0")]
    [InlineData(Spec, "GET", "/batches/b", Json, """{"id":"b","usage":{"input_tokens":1000,"output_tokens":9,"total_tokens":1009}}""", "0/0/0/0")]
    public void OpenAi_books(string source, string method, string path, string type, string body, string tokens) =>
        Books(source, ProviderKind.OpenAi, method, path, type, body, tokens);

    [Theory]
    [InlineData(Claude, "POST", "/v1/messages", """{"usage":{"input_tokens":5,"cache_creation_input_tokens":3,"cache_read_input_tokens":2,"output_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":3},"server_tool_use":{"web_search_requests":1},"service_tier":"standard"}}""", "10/2/7/17")]
    [InlineData(Claude, "POST", "/v1/messages", """{"usage":{"input_tokens":5,"cache_creation_input_tokens":null,"cache_read_input_tokens":null,"output_tokens":7}}""", "5/0/7/12")]
    [InlineData(Claude, "POST", "/v1/messages/count_tokens", """{"input_tokens":14}""", "0/0/0/0")]
    [InlineData(Claude, "POST", "/v1/messages/batches", """{"id":"b","request_counts":{"processing":1}}""", "0/0/0/0")]
    [InlineData(Claude, "GET", "/v1/sessions/s", """{"id":"s","usage":{"input_tokens":1000,"output_tokens":1}}""", "0/0/0/0")]
    public void Anthropic_books(string source, string method, string path, string body, string tokens) =>
        Books(source, ProviderKind.Anthropic, method, path, Json, body, tokens);

    [Theory]
    [InlineData(Google, "POST", "/v1/models/m:generateContent", Json, """{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":51,"thoughtsTokenCount":45,"totalTokenCount":103}}""", "7/0/96/103")]
    [InlineData(Google, "POST", "/v1/models/m:generateContent", Json, """{"usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":8,"toolUsePromptTokenCount":5,"totalTokenCount":15}}""", "15/8/0/15")]
    [InlineData(Google, "POST", "/v1/models/m:countTokens", Json, """{"totalTokens":31}""", "0/0/0/0")]
    [InlineData(Google, "POST", "/v1/models/m:embedContent", Json, """{"embedding":{"values":[0.1]},"usageMetadata":{"promptTokenCount":6}}""", "6/0/0/6")]
    [InlineData(Google, "POST", "/v1/models/m:batchEmbedContents", Json, """{"embeddings":[{"values":[0.1]}]}""", "0/0/0/0")]
    [InlineData(Google, "POST", "/v1/models/m:predict", Json, """{"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"aa"}]}""", "0/0/0/0")]
    [InlineData(Interactions, "POST", "/v1beta/interactions", Json, """{"id":"v1_x","usage":{"total_input_tokens":9,"total_cached_tokens":4,"total_tool_use_tokens":2,"total_output_tokens":779,"total_thought_tokens":912,"total_tokens":1702}}""", "11/4/1691/1702")]
    [InlineData(Interactions, "POST", "/v1beta/interactions", Events, "event: interaction.created\ndata: {\"event_type\":\"interaction.created\",\"interaction\":{\"id\":\"x\"}}\n\nevent: interaction.completed\ndata: {\"event_type\":\"interaction.completed\",\"interaction\":{\"id\":\"x\",\"usage\":{\"total_input_tokens\":9,\"total_output_tokens\":7,\"total_tokens\":16}}}\n\nevent: done\ndata: [DONE]\n\n", "9/0/7/16")]
    [InlineData(Interactions, "POST", "/v1beta/interactions", Events, "data: {\"event_type\":\"interaction.complete\",\"interaction\":{\"usage\":{\"total_input_tokens\":9}}}\n\n", "9/0/0/9")]
    [InlineData(Interactions, "GET", "/v1beta/interactions/v1_x", Json, """{"id":"v1_x","usage":{"total_input_tokens":9,"total_tokens":9}}""", "0/0/0/0")]
    [InlineData("ai.google.dev/gemini-api/docs/openai", "POST", "/v1beta/openai/embeddings", Json, """{"usage":{"prompt_tokens":4,"total_tokens":4}}""", "4/0/0/4")]
    public void Gemini_books(string source, string method, string path, string type, string body, string tokens) =>
        Books(source, ProviderKind.Gemini, method, path, type, body, tokens);

    [Theory]
    [InlineData(GroqSpec, "POST", "/chat/completions", Json, """{"usage":{"queue_time":0.03,"prompt_tokens":24,"prompt_time":0.001,"completion_tokens":377,"total_tokens":401,"prompt_tokens_details":{"cached_tokens":20},"completion_tokens_details":{"reasoning_tokens":300}},"usage_breakdown":{"models":[{"usage":{"prompt_tokens":9}}]},"x_groq":{"id":"req_1"}}""", "24/20/377/401")]
    [InlineData(GroqSpec, "POST", "/chat/completions", Events, "data: {\"choices\":[],\"x_groq\":{\"usage\":{\"prompt_tokens\":24,\"completion_tokens\":7,\"total_tokens\":31}}}\n\ndata: [DONE]\n\n", "24/0/7/31")]
    [InlineData(GroqSpec, "POST", "/responses", Json, """{"usage":{"input_tokens":3,"output_tokens":4,"total_tokens":7}}""", "3/0/4/7")]
    [InlineData(GroqSpec, "POST", "/embeddings", Json, """{"usage":{"prompt_tokens":8,"total_tokens":8}}""", "8/0/0/8")]
    [InlineData(GroqSpec, "POST", "/audio/transcriptions", Json, """{"text":"a","x_groq":{"id":"req_1"}}""", "0/0/0/0")]
    public void Groq_books(string source, string method, string path, string type, string body, string tokens) =>
        Books(source, ProviderKind.Groq, method, path, type, body, tokens);

    private static void Books(string source, ProviderKind provider, string method, string path, string type, string body, string tokens)
    {
        var read = AnswerReading.Of(provider, method, path, type, body);

        Assert.True(read == $"Complete {tokens}", $"{source}: expected Complete {tokens}, was {read}");
    }
}
