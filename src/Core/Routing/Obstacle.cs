using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Routing;

/// <summary>Why an endpoint doesn't take a request.</summary>
/// <param name="Endpoint">Which one.</param>
/// <param name="Kind">Why.</param>
/// <param name="Remaining">From now, where it ends by itself; else null.</param>
/// <param name="Start">From now until it is expected to have a slot for the request; null where nothing tells.</param>
public readonly record struct Obstacle(EndpointId Endpoint, ObstacleKind Kind, TimeSpan? Remaining = null, TimeSpan? Start = null)
{
    /// <summary>What the endpoint said when it refused the request, in words; null where it didn't.</summary>
    public string? Detail { get; init; }

    /// <summary>Of a full queue: its size.</summary>
    public int QueueSize { get; init; }

    /// <summary>Whom it is kept for.</summary>
    public PriorityClass Tier { get; init; }

    /// <summary>The limit per minute that it is out of.</summary>
    public MinuteLimit Limit { get; init; }

    /// <summary>Whether it is one that may end while the request's place and model, and who there is, stay as they are.</summary>
    public bool MayPass => Kind is not (ObstacleKind.Gone or ObstacleKind.Draining or ObstacleKind.OtherModels or ObstacleKind.KeptForHigher
        or ObstacleKind.KeptForOthers or ObstacleKind.Unfit or ObstacleKind.RetriesSpent);
}

/// <summary>The kinds of <see cref="Obstacle"/>.</summary>
public enum ObstacleKind
{
    /// <summary>Switched off.</summary>
    Disabled,

    /// <summary>Being deleted.</summary>
    Draining,

    /// <summary>It was deleted, or left the pool, while the request looked for a place.</summary>
    Gone,

    /// <summary>Its key was refused or its account is out of quota.</summary>
    Quarantined,

    /// <summary>It can't carry this very request out: its key may not, or its address is blocked.</summary>
    Unfit,

    /// <summary>It was tried as often as it allows.</summary>
    RetriesSpent,

    /// <summary>Its circuit is open.</summary>
    CircuitOpen,

    /// <summary>It cools down.</summary>
    CoolingDown,

    /// <summary>A limit per minute of its own has no room for the next call.</summary>
    UsedUp,

    /// <summary>Its <c>tokens_per_minute</c> have no room for this request.</summary>
    NoRoom,

    /// <summary>The request's model is paused there.</summary>
    ModelPaused,

    /// <summary>Its queue takes no more.</summary>
    QueueFull,

    /// <summary>It has no free slot, and no queue.</summary>
    NoQueue,

    /// <summary>All its slots are in use, or others wait for them.</summary>
    AtCapacity,

    /// <summary>It has a slot: the request is about to ask for it.</summary>
    Free,

    /// <summary>It doesn't answer at the moment.</summary>
    Silent,

    /// <summary>The request failed, and waits out a delay before it tries again.</summary>
    RetryDelay,

    /// <summary>It is kept for requests of a higher priority.</summary>
    KeptForHigher,

    /// <summary>It is kept for requests of another priority, as the request's own tier has no endpoint and must not be stood in for.</summary>
    KeptForOthers,

    /// <summary>Its <c>models</c> leave the request's out.</summary>
    OtherModels,
}
