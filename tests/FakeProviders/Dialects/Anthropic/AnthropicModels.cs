namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>; any id exists.</summary>
internal static class AnthropicModels
{
    public static string List() => $$"""
        {"data":[{{One("claude-sonnet-4-5")}},{{One("claude-haiku-4-5")}}],"has_more":false,"first_id":"claude-sonnet-4-5","last_id":"claude-haiku-4-5"}
        """;

    public static string One(string id) =>
        $$"""{"type":"model","id":"{{id}}","display_name":"{{id}}","created_at":"2025-01-01T00:00:00Z"}""";
}
