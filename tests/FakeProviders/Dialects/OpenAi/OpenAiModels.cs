namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>GET /models</c> and <c>GET /models/{id}</c> of OpenAI and Groq; any id exists.</summary>
internal static class OpenAiModels
{
    public static string List(string owner, params ReadOnlySpan<string> ids)
    {
        var models = new List<string>();
        foreach (var id in ids)
        {
            models.Add(One(owner, id));
        }

        return $$"""{"object":"list","data":[{{string.Join(',', models)}}]}""";
    }

    public static string One(string owner, string id) =>
        $$"""{"id":"{{id}}","object":"model","created":1700000000,"owned_by":"{{owner}}"}""";
}
