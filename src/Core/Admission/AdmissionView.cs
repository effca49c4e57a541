using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Health;

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
    TimeSpan SlotTurnover);

/// <summary>What admission knows of the request.</summary>
/// <param name="IsRetry">It held a permit here before.</param>
/// <param name="LastResort">Every circuit of its pool is open.</param>
/// <param name="Remaining">How long it may still wait; zero or less when its time is up.</param>
/// <param name="IsPinned">No other endpoint may serve it.</param>
public readonly record struct Applicant(bool IsRetry, bool LastResort, TimeSpan Remaining, bool IsPinned = false)
{
    /// <summary>It tries a refused key.</summary>
    public bool IsKeyCheck { get; init; }
}
