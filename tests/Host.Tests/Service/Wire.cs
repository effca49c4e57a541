using MultiplexCluster.FakeProviders;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>What differs between the providers' dialects in a test.</summary>
/// <param name="Dialect">Which.</param>
/// <param name="Provider">Its name in the admin API.</param>
/// <param name="Surface">Where the service serves it.</param>
/// <param name="Model">A model of it.</param>
/// <param name="CredentialHeader">What carries its key upstream.</param>
/// <param name="CredentialPrefix">What stands before the key there.</param>
internal sealed record Wire(
    ProviderDialect Dialect, string Provider, string Surface, string Model, string CredentialHeader, string CredentialPrefix)
{
    private const string Chat = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static readonly Wire[] All =
    [
        new(ProviderDialect.OpenAi, "openai", "/openai/v1", "gpt-4o", "Authorization", "Bearer "),
        new(ProviderDialect.Anthropic, "anthropic", "/anthropic", "claude-sonnet-4-5", "x-api-key", ""),
        new(ProviderDialect.Gemini, "gemini", "/gemini", "gemini-2.5-flash", "x-goog-api-key", ""),
        new(ProviderDialect.Groq, "groq", "/groq/openai/v1", "llama-3.3-70b-versatile", "Authorization", "Bearer "),
    ];

    public static Wire Of(ProviderDialect dialect) => All[(int)dialect];

    /// <summary>The path below the surface of a call for a model.</summary>
    public string Path(string model, bool stream = false) => Dialect switch
    {
        ProviderDialect.Anthropic => "/v1/messages",
        ProviderDialect.Gemini => $"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}",
        _ => "/chat/completions",
    };

    /// <summary>The body of that call.</summary>
    public string Body(string model, bool stream = false) => Dialect switch
    {
        ProviderDialect.Anthropic => $$"""{"model":"{{model}}","max_tokens":100,{{Chat}},"stream":{{Word(stream)}}}""",
        ProviderDialect.Gemini => """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""",
        ProviderDialect.OpenAi when stream => $$$"""{"model":"{{{model}}}",{{{Chat}}},"stream":true,"stream_options":{"include_usage":true}}""",
        _ => $$"""{"model":"{{model}}",{{Chat}},"stream":{{Word(stream)}}}""",
    };

    private static string Word(bool value) => value ? "true" : "false";
}
