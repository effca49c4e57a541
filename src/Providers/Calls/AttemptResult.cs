using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Calls;

/// <summary>How one call ended.</summary>
public readonly record struct AttemptResult
{
    /// <summary>What it means for the endpoint.</summary>
    public required OutcomeClass Outcome { get; init; }

    /// <summary>The provider's tokens as far as it told them.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>From the start of the call to the first byte of its 2xx answer's body; null where none came.</summary>
    public TimeSpan? FirstByteTook { get; init; }

    /// <summary>The delay the provider asked for, from now; null where it named none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Who pauses for the limit that the call met; null for what <see cref="Outcome"/> says.</summary>
    public PauseScope? Scope { get; init; }

    /// <summary>The caller has received bytes of this answer: it is the final one, whatever became of it.</summary>
    public bool AnswerStarted { get; init; }

    /// <summary>The provider's answer is held back and can be passed on by <see cref="FinalAnswer.PassOn"/>.</summary>
    public bool AnswerHeld { get; init; }

    /// <summary>The provider surely did not execute it (refused connection, or an error status that says so).</summary>
    public bool SurelyNotExecuted { get; init; }

    /// <summary>The provider says that what the request names isn't there (404).</summary>
    public bool ObjectIsMissing { get; init; }

    /// <summary>The request's body has passed and can't be sent again: there is no further attempt.</summary>
    public bool BodyIsSpent { get; init; }

    /// <summary>The answer to give when no attempt is left and none is held: <c>upstream_error</c> or <c>upstream_timeout</c>; null otherwise.</summary>
    public ServiceError? Error { get; init; }

    /// <summary>For an operator: why the key was refused or the account ran out (at most 200 characters, no secret); null otherwise.</summary>
    public string? Detail { get; init; }
}
