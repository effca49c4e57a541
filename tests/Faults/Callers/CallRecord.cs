namespace MultiplexCluster.Faults.Callers;

/// <summary>What became of a call, as its caller saw it.</summary>
public sealed record CallRecord
{
    /// <summary>What was to be done.</summary>
    public required CallPlan Plan { get; init; }

    /// <summary>The id under which service and provider know it.</summary>
    public required string RequestId { get; init; }

    /// <summary>The name of the crowd that made it.</summary>
    public required string Crowd { get; init; }

    /// <summary>When it began, by the crowd's clock.</summary>
    public required TimeSpan StartedAt { get; init; }

    /// <summary>How it ended.</summary>
    public CallEnd End { get; set; }

    /// <summary>The HTTP status; 0 when none came.</summary>
    public int Status { get; set; }

    /// <summary>The service's own error code, or null for the provider's answers.</summary>
    public string? Code { get; set; }

    /// <summary>The endpoint that answered, or null.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Calls made for it, as the service says; null where it says nothing.</summary>
    public int? Attempts { get; set; }

    /// <summary>Body bytes that came.</summary>
    public long Bytes { get; set; }

    /// <summary>When the first byte of the body came, by the crowd's clock; null when none did.</summary>
    public TimeSpan? FirstByteAt { get; set; }

    /// <summary>From its start to its end.</summary>
    public TimeSpan Took { get; set; }

    /// <summary>What broke it.</summary>
    public string? Detail { get; set; }

    /// <summary>It got the provider's good answer, whole.</summary>
    public bool Succeeded => End == CallEnd.Answered && Status is >= 200 and < 300;
}

/// <summary>How a call ended for its caller.</summary>
public enum CallEnd
{
    /// <summary>A whole answer came, good or bad.</summary>
    Answered,

    /// <summary>The answer began and broke off.</summary>
    BrokenOff,

    /// <summary>A streamed answer ended cleanly without its terminal marker: it looks whole and isn't.</summary>
    EndedShort,

    /// <summary>The caller left.</summary>
    Left,

    /// <summary>No answer came: the connection was refused or broken.</summary>
    NoAnswer,

    /// <summary>Nothing came for longer than any limit allows.</summary>
    Hung,
}
