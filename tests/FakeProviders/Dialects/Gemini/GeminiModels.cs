namespace MultiplexCluster.FakeProviders.Dialects.Gemini;

/// <summary><c>GET /models</c> and <c>GET /models/{id}</c>; any id exists.</summary>
internal static class GeminiModels
{
    public static string List() =>
        $$"""{"models":[{{One("gemini-2.5-flash")}},{{One("gemini-2.5-pro")}},{{One("gemini-embedding-001")}}]}""";

    public static string One(string id) => $$"""
        {"name":"models/{{id}}","version":"001","displayName":"{{id}}","description":"A fake model","inputTokenLimit":1048576,"outputTokenLimit":65536,"supportedGenerationMethods":["generateContent","countTokens","embedContent"]}
        """;
}
