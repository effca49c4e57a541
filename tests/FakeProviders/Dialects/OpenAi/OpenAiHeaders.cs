namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>Response headers of OpenAI.</summary>
internal static class OpenAiHeaders
{
    /// <summary>On every response.</summary>
    public static readonly string[] Always =
    [
        "x-request-id: req_" + Placeholders.RequestId,
        "openai-organization: fake-org",
        "openai-processing-ms: 5",
        "openai-version: 2020-10-01",
    ];

    /// <summary>On every good inference response.</summary>
    public static readonly string[] Inference =
    [
        .. Always,
        "x-ratelimit-limit-requests: 10000",
        "x-ratelimit-limit-tokens: 2000000",
        "x-ratelimit-remaining-requests: 9999",
        "x-ratelimit-remaining-tokens: 1999955",
        "x-ratelimit-reset-requests: 6ms",
        "x-ratelimit-reset-tokens: 1ms",
    ];
}
