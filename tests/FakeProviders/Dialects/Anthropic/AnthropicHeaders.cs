namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary>Response headers of Anthropic.</summary>
internal static class AnthropicHeaders
{
    /// <summary>On every response.</summary>
    public static readonly string[] Always =
    [
        "request-id: req_" + Placeholders.RequestId,
        "anthropic-organization-id: 00000000-0000-0000-0000-000000000000",
    ];

    /// <summary>On every good response.</summary>
    public static readonly string[] Good =
    [
        .. Always,
        .. Bucket("requests", 4000, 3999),
        .. Bucket("tokens", 480000, 479000),
        .. Bucket("input-tokens", 400000, 399000),
        .. Bucket("output-tokens", 80000, 80000),
    ];

    private static string[] Bucket(string name, int limit, int remaining) =>
    [
        $"anthropic-ratelimit-{name}-limit: {limit}",
        $"anthropic-ratelimit-{name}-remaining: {remaining}",
        $"anthropic-ratelimit-{name}-reset: {Placeholders.ResetAt}",
    ];
}
