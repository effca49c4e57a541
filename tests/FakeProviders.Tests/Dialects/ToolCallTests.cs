using System.Text;
using MultiplexCluster.FakeProviders.Dialects;

namespace MultiplexCluster.FakeProviders.Tests.Dialects;

public sealed class ToolCallTests
{
    private const string Chat = """{"model":"m","tools":[{"type":"function","function":{"name":"look"}}],"messages":[{"role":"user","content":"The weather?"}]}""";
    private const string Message = """{"model":"m","tools":[{"name":"look","input_schema":{}}],"messages":[{"role":"user","content":"The weather?"}]}""";
    private const string Content = """{"tools":[{"functionDeclarations":[{"name":"look"}]}],"contents":[{"role":"user","parts":[{"text":"The weather?"}]}]}""";
    private const string Response = """{"model":"m","tools":[{"type":"function","name":"look"}],"input":"The weather?"}""";

    [Theory]
    [InlineData(ProviderDialect.OpenAi, "/chat/completions", Chat, "\"finish_reason\":\"tool_calls\"")]
    [InlineData(ProviderDialect.Groq, "/chat/completions", Chat, "\"finish_reason\":\"tool_calls\"")]
    [InlineData(ProviderDialect.OpenAi, "/responses", Response, "\"type\":\"function_call\"")]
    [InlineData(ProviderDialect.Anthropic, "/v1/messages", Message, "\"stop_reason\":\"tool_use\"")]
    [InlineData(ProviderDialect.Gemini, "/v1beta/models/m:generateContent", Content, "\"functionCall\":")]
    public async Task The_first_tool_is_called_about_the_weather_whole_and_streamed(ProviderDialect dialect, string path, string body, string mark)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        var streamed = dialect == ProviderDialect.Gemini ? body : body.Replace("{\"tools\"", "{\"stream\":true,\"tools\"", StringComparison.Ordinal)
            .Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal);

        var whole = await client.TextAsync(dialect, path, "k", body);
        var stream = await client.TextAsync(dialect, path.Replace(":generateContent", ":streamGenerateContent?alt=sse", StringComparison.Ordinal), "k", streamed);

        Assert.All([whole, stream], answer => Assert.Contains(mark, answer, StringComparison.Ordinal));
        Assert.All([whole, stream], answer => Assert.Contains("\"name\":\"look\"", answer, StringComparison.Ordinal));
        Assert.Contains("data: ", stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tools":[{"name":"look"}],"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"weather"}]}""")]
    [InlineData("""{"tools":[{"type":"web_search"}],"input":"weather"}""")]
    [InlineData("""{"tools":[{"function":{"name":"look"}}],"messages":[{"role":"user","content":"weather"},{"role":"tool","content":"the weather is fine"}]}""")]
    [InlineData("""{"tools":[{"name":"look"}],"messages":[{"role":"user","content":[{"type":"tool_result","content":"weather"}]}]}""")]
    [InlineData("""{"tools":[{"name":"look"}],"input":[{"type":"function_call_output","output":"weather"}]}""")]
    [InlineData("""{"tools":[{"functionDeclarations":[{"name":"look"}]}],"contents":[{"parts":[{"functionResponse":{"name":"weather"}}]}]}""")]
    public void Anything_else_is_answered_by_text(string body) => Assert.Null(ToolCall.Of(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void The_pieces_add_up_to_the_arguments() => Assert.Equal(ToolCall.Escaped, string.Concat(ToolCall.Pieces));
}
