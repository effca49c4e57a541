using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs;

/// <summary>An answer of a provider that is not 2xx.</summary>
public readonly ref struct ErrorAnswer
{
    /// <summary>The call it answers.</summary>
    public required ProviderRoute Route { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The response's headers, as received.</summary>
    public required IAnswerHeaders Headers { get; init; }

    /// <summary>The start of the body, at most 64 KiB.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The wall clock, for dates in headers.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>Header values as received: no parsing, no joining.</summary>
public interface IAnswerHeaders
{
    /// <summary>The first value of a header, or null.</summary>
    string? First(string name);
}

/// <summary>What an error answer means.</summary>
/// <param name="Outcome">Its class.</param>
/// <param name="RetryAfter">The delay the provider asked for, from now, at most 24 hours; null where it named none.</param>
/// <param name="Detail">For an operator: why (at most 200 characters, no secret); null where the class says it all.</param>
public readonly record struct Verdict(OutcomeClass Outcome, TimeSpan? RetryAfter, string? Detail = null)
{
    /// <summary>Who pauses for the limit that the call met; null for what <see cref="Outcome"/> says.</summary>
    public PauseScope? Scope { get; init; }
}

/// <summary>Nothing is left of a limit.</summary>
/// <param name="Remaining">Until it is reset, at most 24 hours.</param>
/// <param name="Scope">What it holds for: the called model, or the key.</param>
public readonly record struct ReachedLimit(TimeSpan Remaining, PauseScope Scope);
