using System.Text;

namespace MultiplexCluster.FakeProviders.Scripting;

public sealed partial record Step
{
    /// <summary>Adds a header; the same name twice sends it twice, and replaces the dialect's own of that name.</summary>
    public Step WithHeader(string name, string value) => this with { Headers = [.. Headers, $"{name}: {value}"] };

    /// <summary>Adds a header line of any bytes, sent as given and ended with CRLF.</summary>
    public Step WithRawHeader(ReadOnlySpan<byte> line) =>
        this with { Headers = [.. Headers, Encoding.Latin1.GetString(line)] };

    /// <summary>Sets the body.</summary>
    public Step WithBody(string body, string? contentType = null) =>
        WithBody(Encoding.UTF8.GetBytes(body), contentType);

    /// <summary>Sets the body.</summary>
    public Step WithBody(byte[] body, string? contentType = null) =>
        this with { Body = body, ContentType = contentType };

    /// <summary>Sets the wait before the head.</summary>
    public Step WithLatency(TimeSpan latency) => this with { LatencyMs = latency.TotalMilliseconds };

    /// <summary>Sets the wait before each streamed event.</summary>
    public Step WithEventDelay(TimeSpan delay) => this with { EventDelayMs = delay.TotalMilliseconds };

    /// <summary>Sets the number of text deltas.</summary>
    public Step WithEvents(int events) => this with { Events = events };

    /// <summary>Sets the reported token counts.</summary>
    public Step WithUsage(long input, long output) => this with { InputTokens = input, OutputTokens = output };

    /// <summary>Leaves the usage out.</summary>
    public Step WithoutUsage() => this with { OmitUsage = true };

    /// <summary>Leaves the dialect's end of stream out.</summary>
    public Step WithoutTerminal() => this with { OmitTerminal = true };

    /// <summary>Sets how the end of the body is told.</summary>
    public Step WithFraming(Framing framing) => this with { Framing = framing };

    /// <summary>Sends the answer in pieces of so many bytes.</summary>
    public Step SplitAt(int bytes) => this with { SplitEvery = bytes };

    /// <summary>Holds the answer until the gate opens.</summary>
    public Step HeldBy(Gate gate) => this with { Gate = gate };
}
