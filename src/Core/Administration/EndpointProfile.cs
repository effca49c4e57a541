using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Core.Administration;

/// <summary>What an operator has made of an endpoint: the fold of its events. Null stands for an endpoint that doesn't exist.</summary>
/// <param name="Settings">Its settings.</param>
/// <param name="Key">Its sealed key.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
/// <param name="IsDraining">Its deletion was asked for.</param>
public sealed record EndpointProfile(EndpointSettings Settings, SealedKey Key, DateTimeOffset CreatedAt, bool IsDraining)
{
    /// <summary>The profile after an event.</summary>
    public static EndpointProfile? Apply(EndpointProfile? profile, IEndpointEvent happened) => happened switch
    {
        EndpointCreated e => new EndpointProfile(e.Settings, e.Key, e.At, IsDraining: false),
        EndpointRemoved => null,
        SettingsChanged e => Existing(profile) with { Settings = e.Settings },
        KeyRotated e => Existing(profile) with { Key = e.Key },
        DeletionRequested => Existing(profile) with { IsDraining = true },
        BackoffReset or QuarantineLifted or StatsReset => Existing(profile),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "unknown event"),
    };

    private static EndpointProfile Existing(EndpointProfile? profile) =>
        profile ?? throw new InvalidOperationException("an event of an endpoint that does not exist");
}
