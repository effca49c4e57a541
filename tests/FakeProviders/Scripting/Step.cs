using System.Text.Json.Serialization;

namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>
/// What the fake does with one call. Made by the factories (<c>Step.Ok()</c>, <c>Step.Status(429)</c>, ...)
/// and shaped by the <c>With...</c> methods; the same properties are the JSON form.
/// </summary>
public sealed partial record Step
{
    /// <summary>HTTP status; null means 200, or the status that belongs to <see cref="Error"/>.</summary>
    [JsonPropertyName("status")]
    public int? StatusCode { get; init; }

    /// <summary>Which error the body tells of when the status is an error.</summary>
    public ErrorKind Error { get; init; }

    /// <summary>Gemini only: <c>RetryInfo.retryDelay</c> of the error body, such as <c>34s</c>.</summary>
    public string? RetryDelay { get; init; }

    /// <summary>Header lines <c>Name: value</c>, one char a byte; they replace default headers of the same name.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The body, instead of the dialect's own.</summary>
    [JsonConverter(typeof(BodyConverter))]
    public byte[]? Body { get; init; }

    /// <summary>Content type of <see cref="Body"/>. Default <c>application/json</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Length of a filler body (valid JSON from 16 bytes on) instead of the dialect's own.</summary>
    public long? LargeBody { get; init; }

    /// <summary>Wait before the head, in milliseconds; null takes the fake's own latency.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Wait before each streamed event, in milliseconds; null takes the fake's own.</summary>
    public double? EventDelayMs { get; init; }

    /// <summary>Text deltas of the answer; null takes the fake's own number.</summary>
    public int? Events { get; init; }

    /// <summary>Reported input tokens; null means <see cref="FakeTokens.Input"/>. May be absurd.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Reported output tokens; null means the number of events. May be absurd.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Leave the usage out.</summary>
    public bool OmitUsage { get; init; }

    /// <summary>Leave out what ends a stream in the dialect (<c>[DONE]</c>, <c>message_stop</c>, ...); the HTTP body still ends well.</summary>
    public bool OmitTerminal { get; init; }

    /// <summary>After so many text deltas the stream tells an error in the dialect and ends.</summary>
    public int? StreamErrorAfter { get; init; }

    /// <summary>Where the connection is cut; null for nowhere.</summary>
    public Cut? Cut { get; init; }

    /// <summary>A broken answer instead of the dialect's.</summary>
    [JsonPropertyName("garbage")]
    public GarbageKind? Nonsense { get; init; }

    /// <summary>Size of the garbage, where its kind has one.</summary>
    public long? Size { get; init; }

    /// <summary>Never answer; the call ends when the client leaves.</summary>
    [JsonPropertyName("silent")]
    public bool NeverAnswers { get; init; }

    /// <summary>Pace of the whole answer, head included; null is full speed.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>Send the answer in pieces of so many bytes, one send each.</summary>
    public int? SplitEvery { get; init; }

    /// <summary>How the end of the body is told.</summary>
    public Framing Framing { get; init; }

    /// <summary>How many calls the step serves when queued. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Holds the answer, before its head, until opened.</summary>
    [JsonIgnore]
    public Gate? Gate { get; init; }
}
