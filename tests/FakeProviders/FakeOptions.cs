using System.Net;

namespace MultiplexCluster.FakeProviders;

/// <summary>How a fake behaves where no script says otherwise.</summary>
public sealed record FakeOptions
{
    /// <summary>IPv4 address to listen on. Default loopback; a container needs all (0.0.0.0).</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port to listen on; 0 (the default) takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Wait before the response head. Default: none.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Wait before each event of a streamed answer. Default: none.</summary>
    public TimeSpan EventDelay { get; init; }

    /// <summary>Text deltas in a streamed answer, words in a plain one, output tokens in both. Default 20.</summary>
    public int Events { get; init; } = FakeTokens.Output;

    /// <summary>Keep every call with headers and body. Switch off for benchmarks; counting stays. Default on.</summary>
    public bool RecordCalls { get; init; } = true;

    /// <summary>
    /// Let Anthropic calls carry the key in <c>Authorization: Bearer</c>, as the newer SDKs send it.
    /// Default off, so that a proxy which puts a key in the wrong carrier is found out.
    /// </summary>
    public bool AcceptAnthropicBearer { get; init; }

    /// <summary>The clock for all waits. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
