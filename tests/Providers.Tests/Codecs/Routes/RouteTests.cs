using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Gemini;
using MultiplexCluster.Providers.Codecs.Routes;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Routes;

public class RouteTests
{
    [Theory]
    [InlineData("POST", "/chat/completions", "chat.completions", ModelSource.BodyRequired, UsageShape.Chat)]
    [InlineData("POST", "/completions", "completions", ModelSource.BodyRequired, UsageShape.Chat)]
    [InlineData("POST", "/responses", "responses", ModelSource.BodyOptional, UsageShape.Responses)]
    [InlineData("POST", "/responses/compact", "responses.compact", ModelSource.BodyOptional, UsageShape.Responses)]
    [InlineData("POST", "/responses/input_tokens", "responses.input_tokens", ModelSource.BodyOptional, UsageShape.None)]
    [InlineData("GET", "/responses/resp_1", "responses.get", ModelSource.None, UsageShape.Responses)]
    [InlineData("DELETE", "/responses/resp_1", "responses.delete", ModelSource.None, UsageShape.None)]
    [InlineData("POST", "/responses/resp_1/cancel", "responses.cancel", ModelSource.None, UsageShape.Responses)]
    [InlineData("GET", "/responses/resp_1/input_items", "responses.input_items", ModelSource.None, UsageShape.None)]
    [InlineData("POST", "/embeddings", "embeddings", ModelSource.BodyRequired, UsageShape.Chat)]
    [InlineData("POST", "/moderations", "moderations", ModelSource.BodyOptional, UsageShape.None)]
    [InlineData("GET", "/models", "models.list", ModelSource.None, UsageShape.None)]
    [InlineData("GET", "/models/gpt-4o", "models.get", ModelSource.None, UsageShape.None)]
    [InlineData("GET", "/models/openai/gpt-oss-20b", "models.get", ModelSource.None, UsageShape.None)]
    [InlineData("GET", "/vector_stores/vs_1/files", "vector_stores", ModelSource.None, UsageShape.None)]
    public void OpenAi_has_these_calls(string method, string path, string name, ModelSource model, UsageShape usage) =>
        Matches(ProviderKind.OpenAi, method, path, name, model, usage);

    [Theory]
    [InlineData("POST", "/chat/completions", "chat.completions", ModelSource.BodyRequired, UsageShape.Chat)]
    [InlineData("POST", "/responses", "responses", ModelSource.BodyRequired, UsageShape.Responses)]
    [InlineData("POST", "/embeddings", "embeddings", ModelSource.BodyRequired, UsageShape.Chat)]
    [InlineData("GET", "/models", "models.list", ModelSource.None, UsageShape.None)]
    [InlineData("GET", "/models/openai/gpt-oss-20b", "models.get", ModelSource.None, UsageShape.None)]
    public void Groq_has_these_calls(string method, string path, string name, ModelSource model, UsageShape usage) =>
        Matches(ProviderKind.Groq, method, path, name, model, usage);

    [Theory]
    [InlineData("POST", "/v1/messages", "messages", ModelSource.BodyRequired, UsageShape.Messages)]
    [InlineData("POST", "/v1/messages/count_tokens", "messages.count_tokens", ModelSource.BodyRequired, UsageShape.None)]
    [InlineData("POST", "/v1/complete", "complete", ModelSource.BodyRequired, UsageShape.Messages)]
    [InlineData("GET", "/v1/models", "models.list", ModelSource.None, UsageShape.None)]
    [InlineData("GET", "/v1/models/claude-x", "models.get", ModelSource.None, UsageShape.None)]
    public void Anthropic_has_these_calls(string method, string path, string name, ModelSource model, UsageShape usage) =>
        Matches(ProviderKind.Anthropic, method, path, name, model, usage);

    [Theory]
    [InlineData("POST", "/v1/models/m:generateContent", "generateContent", ModelSource.Path, UsageShape.UsageMetadata)]
    [InlineData("POST", "/v1beta/models/m:generateContent", "generateContent", ModelSource.Path, UsageShape.UsageMetadata)]
    [InlineData("POST", "/v1alpha/models/m:streamGenerateContent", "streamGenerateContent", ModelSource.Path, UsageShape.UsageMetadata)]
    [InlineData("POST", "/v1/models/m%3AcountTokens", "countTokens", ModelSource.Path, UsageShape.None)]
    [InlineData("POST", "/v1/models/m:embedContent", "embedContent", ModelSource.Path, UsageShape.UsageMetadata)]
    [InlineData("POST", "/v1/models/m:batchEmbedContents", "batchEmbedContents", ModelSource.Path, UsageShape.UsageMetadata)]
    [InlineData("POST", "/v1beta/tunedModels/t:generateContent", "generateContent", ModelSource.Path, UsageShape.UsageMetadata)]
    [InlineData("GET", "/v1beta/models", "models.list", ModelSource.None, UsageShape.None)]
    [InlineData("GET", "/v1beta/models/m", "models.get", ModelSource.None, UsageShape.None)]
    [InlineData("POST", "/v1beta/openai/chat/completions", "openai.chat.completions", ModelSource.BodyRequired, UsageShape.Chat)]
    public void Gemini_has_these_calls(string method, string path, string name, ModelSource model, UsageShape usage) =>
        Matches(ProviderKind.Gemini, method, path, name, model, usage);

    [Theory]
    [InlineData(ProviderKind.OpenAi, "GET", "/nonsense")]
    [InlineData(ProviderKind.OpenAi, "PUT", "/chat/completions")]
    [InlineData(ProviderKind.OpenAi, "POST", "/chat/completions/")]
    [InlineData(ProviderKind.OpenAi, "POST", "//chat/completions")]
    [InlineData(ProviderKind.OpenAi, "POST", "/Chat/Completions")]
    [InlineData(ProviderKind.OpenAi, "GET", "/models/")]
    [InlineData(ProviderKind.OpenAi, "GET", "/threads")]
    [InlineData(ProviderKind.OpenAi, "*", "/conversations/c")]
    [InlineData(ProviderKind.OpenAi, "GET", "/")]
    [InlineData(ProviderKind.OpenAi, "GET", "")]
    [InlineData(ProviderKind.OpenAi, "POST", "chat/completions")]
    [InlineData(ProviderKind.Groq, "POST", "/moderations")]
    [InlineData(ProviderKind.Anthropic, "POST", "/messages")]
    [InlineData(ProviderKind.Anthropic, "GET", "/v1/messages")]
    [InlineData(ProviderKind.Gemini, "POST", "/v2/models/m:generateContent")]
    [InlineData(ProviderKind.Gemini, "POST", "/v1/models/m:unknownVerb")]
    [InlineData(ProviderKind.Gemini, "POST", "/v1/models/:generateContent")]
    [InlineData(ProviderKind.Gemini, "GET", "/v1/models/m:generateContent/x")]
    public void Anything_else_is_no_call(ProviderKind provider, string method, string path)
    {
        Assert.Null(ProviderCodecs.For(provider).Match(method, path));
    }

    [Theory]
    [InlineData(ProviderKind.OpenAi, "/conversations/c")]
    [InlineData(ProviderKind.OpenAi, "/fine_tuning/jobs/j")]
    [InlineData(ProviderKind.OpenAi, "/evals/e/runs/r")]
    [InlineData(ProviderKind.OpenAi, "/vector_stores/v")]
    [InlineData(ProviderKind.OpenAi, "/assistants/a")]
    [InlineData(ProviderKind.OpenAi, "/threads/t")]
    [InlineData(ProviderKind.OpenAi, "/chatkit/c")]
    [InlineData(ProviderKind.OpenAi, "/organization/users")]
    [InlineData(ProviderKind.Anthropic, "/v1/organizations/me")]
    public void A_family_takes_the_five_methods_of_an_api_and_no_other(ProviderKind provider, string path)
    {
        var codec = ProviderCodecs.For(provider);

        Assert.All(["GET", "POST", "PUT", "PATCH", "DELETE"], method => Assert.NotNull(codec.Match(method, path)));
        Assert.All(["HEAD", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "*", ""], method => Assert.Null(codec.Match(method, path)));
    }

    [Theory]
    [InlineData(ProviderKind.OpenAi, "GET", "/organization/users")]
    [InlineData(ProviderKind.OpenAi, "POST", "/organization/admin_api_keys")]
    [InlineData(ProviderKind.OpenAi, "GET", "/projects/p/groups")]
    [InlineData(ProviderKind.Anthropic, "GET", "/v1/organizations/me")]
    public void Administration_is_marked(ProviderKind provider, string method, string path)
    {
        Assert.True(ProviderCodecs.For(provider).Match(method, path)!.IsAdministration);
    }

    [Theory]
    [InlineData(ProviderKind.OpenAi, "POST", "/batches", true)]
    [InlineData(ProviderKind.OpenAi, "POST", "/fine_tuning/jobs", true)]
    [InlineData(ProviderKind.OpenAi, "GET", "/batches", false)]
    [InlineData(ProviderKind.OpenAi, "POST", "/threads/runs", true)]
    [InlineData(ProviderKind.OpenAi, "POST", "/threads/t/runs", true)]
    [InlineData(ProviderKind.OpenAi, "POST", "/threads/t/runs/r/submit_tool_outputs", true)]
    [InlineData(ProviderKind.OpenAi, "GET", "/threads/t/runs", false)]
    [InlineData(ProviderKind.OpenAi, "POST", "/threads/t/messages", false)]
    [InlineData(ProviderKind.OpenAi, "POST", "/vector_stores", true)]
    [InlineData(ProviderKind.OpenAi, "POST", "/vector_stores/v/file_batches", true)]
    [InlineData(ProviderKind.OpenAi, "GET", "/vector_stores/v/file_batches/b", false)]
    [InlineData(ProviderKind.Gemini, "POST", "/v1beta/cachedContents", true)]
    [InlineData(ProviderKind.Gemini, "GET", "/v1beta/cachedContents", false)]
    [InlineData(ProviderKind.Groq, "POST", "/batches", true)]
    [InlineData(ProviderKind.Anthropic, "POST", "/v1/messages/batches", true)]
    [InlineData(ProviderKind.Gemini, "POST", "/v1beta/models/m:predictLongRunning", true)]
    [InlineData(ProviderKind.Gemini, "POST", "/v1beta/models/m:generateContent", false)]
    public void Paid_objects_are_marked(ProviderKind provider, string method, string path, bool isPaid)
    {
        Assert.Equal(isPaid, ProviderCodecs.For(provider).Match(method, path)!.CreatesPaidObject);
    }

    [Theory]
    [InlineData("/v1/models/gemini-2.5-flash:generateContent", "gemini-2.5-flash")]
    [InlineData("/v1/models/gemini-2.5-flash%3AgenerateContent", "gemini-2.5-flash")]
    [InlineData("/v1beta/tunedModels/mine:generateContent", "tunedModels/mine")]
    [InlineData("/v1beta", null)]
    public void The_model_is_read_from_the_path(string path, string? model)
    {
        Assert.Equal(model, new GeminiCodec().ModelOf(path));
    }

    [Theory]
    [InlineData(ProviderKind.OpenAi, "Authorization", "Bearer k-1", "/openai/v1", "", "https://api.openai.com/v1")]
    [InlineData(ProviderKind.Groq, "Authorization", "Bearer k-1", "/groq", "/openai/v1", "https://api.groq.com/openai/v1")]
    [InlineData(ProviderKind.Anthropic, "x-api-key", "k-1", "/anthropic", "", "https://api.anthropic.com")]
    [InlineData(ProviderKind.Gemini, "x-goog-api-key", "k-1", "/gemini", "", "https://generativelanguage.googleapis.com")]
    public void A_surface_and_its_credential(ProviderKind provider, string header, string value, string prefix, string inBase, string url)
    {
        var codec = ProviderCodecs.For(provider);
        Assert.True(ApiKey.TryParse("k-1", out var key));

        Assert.Equal(new(header, value), codec.Credential(key, new ProviderRoute { Name = "x" }));
        Assert.Equal((provider, prefix, inBase, url), (codec.Provider, codec.SurfacePrefix, codec.PathInBaseUrl, codec.DefaultBaseUrl));
    }

    [Theory]
    [InlineData("POST", "/v1beta/openai/chat/completions", "Authorization", "Bearer k-1")]
    [InlineData("GET", "/v1/openai/models", "Authorization", "Bearer k-1")]
    [InlineData("POST", "/v1beta/models/m:generateContent", "x-goog-api-key", "k-1")]
    public void Geminis_OpenAI_surface_takes_a_bearer_token(string method, string path, string header, string value)
    {
        var codec = new GeminiCodec();
        Assert.True(ApiKey.TryParse("k-1", out var key));

        Assert.Equal(new(header, value), codec.Credential(key, codec.Match(method, path)!));
    }

    [Fact]
    public void A_credentials_text_is_made_once_per_key()
    {
        var codec = ProviderCodecs.For(ProviderKind.OpenAi);
        var route = codec.Match("POST", "/chat/completions")!;
        Assert.True(ApiKey.TryParse("k-1", out var key) & ApiKey.TryParse("k-2", out var other));

        Assert.Same(codec.Credential(key!, route).Value, codec.Credential(key!, route).Value);
        Assert.Equal("Bearer k-2", codec.Credential(other!, route).Value);
    }

    [Fact]
    public void A_literal_wins_over_a_placeholder_and_that_over_a_rest()
    {
        var table = new RouteTable(
            new RouteRow("GET", "/a/{rest...}", new ProviderRoute { Name = "rest" }),
            new RouteRow("GET", "/a/{x}/c", new ProviderRoute { Name = "any" }),
            new RouteRow("GET", "/a/b/c", new ProviderRoute { Name = "literal" }));

        Assert.Equal("literal", table.Match("GET", "/a/b/c")?.Name);
        Assert.Equal("any", table.Match("GET", "/a/x/c")?.Name);
        Assert.Equal("rest", table.Match("GET", "/a/b/d")?.Name);
        Assert.Equal("rest", table.Match("GET", "/a/b/c/d")?.Name);
        Assert.Null(table.Match("GET", "/a"));
    }

    private static void Matches(ProviderKind provider, string method, string path, string name, ModelSource model, UsageShape usage)
    {
        var route = ProviderCodecs.For(provider).Match(method, path);

        Assert.NotNull(route);
        Assert.Equal((name, model, usage, false), (route.Name, route.Model, route.Usage, route.IsAdministration));
    }
}
