namespace MultiplexCluster.FakeProviders.Dialects.Groq;

/// <summary>Response headers of Groq. Requests are counted by the day, tokens by the minute.</summary>
internal static class GroqHeaders
{
    /// <summary>On every response.</summary>
    public static readonly string[] Always =
    [
        "x-request-id: req_" + Placeholders.RequestId,
        "x-groq-region: fake-1",
    ];

    /// <summary>On every good inference response.</summary>
    public static readonly string[] Inference =
    [
        .. Always,
        "x-ratelimit-limit-requests: 14400",
        "x-ratelimit-limit-tokens: 18000",
        "x-ratelimit-remaining-requests: 14370",
        "x-ratelimit-remaining-tokens: 17997",
        "x-ratelimit-reset-requests: 2m59.56s",
        "x-ratelimit-reset-tokens: 7.66s",
    ];
}
