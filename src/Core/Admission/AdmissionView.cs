using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;

namespace MultiplexCluster.Core.Admission;

/// <summary>What admission looks at.</summary>
/// <param name="Settings">The endpoint's settings.</param>
/// <param name="Health">Its health.</param>
/// <param name="Running">Permits in use.</param>
/// <param name="Waiting">Requests that wait.</param>
/// <param name="IsDraining">Its deletion was asked for.</param>
/// <param name="SlotTurnover">About how long until a slot frees up: the mean time a permit is held, over the limit.</param>
public readonly record struct AdmissionView(
    EndpointSettings Settings,
    EndpointHealth Health,
    int Running,
    int Waiting,
    bool IsDraining,
    TimeSpan SlotTurnover)
{
    /// <summary>What its limits per minute leave; null where it has none.</summary>
    public RateLimits? Limits { get; init; }

    /// <summary>Tokens that the next of those that wait needs, as far as is known.</summary>
    public long NextTokens { get; init; }
}

/// <summary>What admission knows of the request.</summary>
/// <param name="IsRetry">It held a permit here before.</param>
/// <param name="LastResort">Every circuit of its pool is open.</param>
/// <param name="Remaining">How long it may still wait; zero or less when its time is up.</param>
/// <param name="IsPinned">No other endpoint may serve it.</param>
public readonly record struct Applicant(bool IsRetry, bool LastResort, TimeSpan Remaining, bool IsPinned = false)
{
    /// <summary>Tokens that its call is expected to use; 0 where they aren't limited.</summary>
    public long Tokens { get; init; }

    /// <summary>It tries a refused key.</summary>
    public bool IsKeyCheck { get; init; }
}
