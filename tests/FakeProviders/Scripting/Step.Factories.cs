namespace MultiplexCluster.FakeProviders.Scripting;

public sealed partial record Step
{
    /// <summary>The dialect's usual good answer.</summary>
    public static Step Ok() => new();

    /// <summary>An answer of this status, with the dialect's error body from 400 on.</summary>
    public static Step Status(int status) => new() { StatusCode = status };

    /// <summary>429, rate limited, without any header about when to come back; OpenAI and Groq tell it in the text.</summary>
    public static Step RateLimited() => Status(429) with { Error = ErrorKind.RateLimit };

    /// <summary>429, rate limited, with this Retry-After.</summary>
    public static Step RateLimited(string retryAfter) => RateLimited().WithHeader("Retry-After", retryAfter);

    /// <summary>The dialect's answer to spent quota: 429 insufficient_quota at OpenAI, 400 at Anthropic, and so on.</summary>
    public static Step InsufficientQuota() => new() { Error = ErrorKind.InsufficientQuota };

    /// <summary>429, the quota of the day is spent; at Gemini with a PerDay QuotaFailure.</summary>
    public static Step DailyQuota(string retryDelay = "34s") =>
        new() { Error = ErrorKind.DailyQuota, RetryDelay = retryDelay };

    /// <summary>Gemini's 429 with <c>RetryInfo</c> in the body; the delay is a protobuf duration such as <c>34.07s</c>.</summary>
    public static Step RetryInfo(string retryDelay) => RateLimited() with { RetryDelay = retryDelay };

    /// <summary>The dialect's answer to an unknown key: 401, at Gemini 400.</summary>
    public static Step InvalidKey() => new() { Error = ErrorKind.InvalidKey };

    /// <summary>Anthropic's 529 <c>overloaded_error</c>.</summary>
    public static Step Overloaded() => Status(529);

    /// <summary>Groq's 498 <c>capacity_exceeded</c>.</summary>
    public static Step CapacityExceeded() => Status(498);

    /// <summary>Nothing at all until the client leaves.</summary>
    public static Step Silent() => new() { NeverAnswers = true };

    /// <summary>The usual answer, head included, at one byte a second.</summary>
    public static Step Trickle(int bytesPerSecond = 1) => new() { BytesPerSecond = bytesPerSecond };

    /// <summary>A redirect.</summary>
    public static Step Redirect(string location, int status = 307) =>
        Status(status).WithHeader("Location", location);

    /// <summary>A broken answer.</summary>
    public static Step Garbage(GarbageKind kind, long? size = null) => new() { Nonsense = kind, Size = size };

    /// <summary>A filler body of so many bytes, sent as fast as the client reads.</summary>
    public static Step Large(long bytes) => new() { LargeBody = bytes };

    /// <summary>The connection ends instead of an answer.</summary>
    public static Step CutBeforeHeaders(bool reset = false) => new() { Cut = new(CutPoint.BeforeHeaders, 0, reset) };

    /// <summary>The connection ends after the head.</summary>
    public static Step CutAfterHeaders(bool reset = false) => new() { Cut = new(CutPoint.AfterHeaders, 0, reset) };

    /// <summary>The connection ends after so many whole events.</summary>
    public static Step CutAfterEvents(int events, bool reset = false) =>
        new() { Cut = new(CutPoint.AfterEvents, events, reset) };

    /// <summary>The connection ends after so many bytes of the body as on the wire.</summary>
    public static Step CutAfterBytes(long bytes, bool reset = false) =>
        new() { Cut = new(CutPoint.AfterBytes, bytes, reset) };

    /// <summary>After so many text deltas a streamed answer tells the dialect's error and ends; the status stays 200.</summary>
    public static Step StreamError(int afterDeltas) => new() { StreamErrorAfter = afterDeltas };
}
