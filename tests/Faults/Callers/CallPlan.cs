using MultiplexCluster.FakeProviders;

namespace MultiplexCluster.Faults.Callers;

/// <summary>A call that a caller is to make.</summary>
public sealed record CallPlan
{
    /// <summary>Which surface.</summary>
    public ProviderDialect Dialect { get; init; } = ProviderDialect.OpenAi;

    /// <summary>Whether the answer is streamed.</summary>
    public bool Stream { get; init; }

    /// <summary>The endpoint to use, or null for any.</summary>
    public string? Pinned { get; init; }

    /// <summary>The pool to use, or null for endpoints without one.</summary>
    public string? Pool { get; init; }

    /// <summary><c>high</c>, <c>medium</c>, <c>low</c>, or null for the default.</summary>
    public string? Priority { get; init; }

    /// <summary>Seconds it may wait, or null for the endpoint's default.</summary>
    public double? WaitSeconds { get; init; }

    /// <summary>How long the caller stays; null to the end.</summary>
    public TimeSpan? LeavesAfter { get; init; }

    /// <summary>The caller leaves at the first byte of a streamed answer.</summary>
    public bool LeavesMidStream { get; init; }

    internal string Path => Dialect switch
    {
        ProviderDialect.OpenAi => "/openai/v1/chat/completions",
        ProviderDialect.Groq => "/groq/openai/v1/chat/completions",
        ProviderDialect.Anthropic => "/anthropic/v1/messages",
        ProviderDialect.Gemini when Stream => "/gemini/v1beta/models/gemini-2.0-flash:streamGenerateContent?alt=sse",
        ProviderDialect.Gemini => "/gemini/v1beta/models/gemini-2.0-flash:generateContent",
        _ => throw new InvalidOperationException($"unknown dialect {Dialect}"),
    };

    internal object Body => Dialect switch
    {
        ProviderDialect.OpenAi or ProviderDialect.Groq => new { model = "gpt-4o-mini", stream = Stream, messages = new[] { new { role = "user", content = "hi" } } },
        ProviderDialect.Anthropic => new { model = "claude-sonnet-4-5", max_tokens = 64, stream = Stream, messages = new[] { new { role = "user", content = "hi" } } },
        ProviderDialect.Gemini => new { contents = new[] { new { role = "user", parts = new[] { new { text = "hi" } } } } },
        _ => throw new InvalidOperationException($"unknown dialect {Dialect}"),
    };

    /// <summary>What a whole streamed answer has near its end.</summary>
    internal string TerminalMarker => Dialect switch
    {
        ProviderDialect.OpenAi or ProviderDialect.Groq => "[DONE]",
        ProviderDialect.Anthropic => "message_stop",
        ProviderDialect.Gemini => "\"finishReason\"",
        _ => throw new InvalidOperationException($"unknown dialect {Dialect}"),
    };
}
