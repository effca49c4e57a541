using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>A request that waits at one endpoint and may start at another.</summary>
public interface IMovable
{
    /// <summary>Counts the requests of its router: the smaller came first.</summary>
    long Number { get; }

    /// <summary>Its class.</summary>
    PriorityClass Priority { get; }

    /// <summary>What decides where it may start, beside its class and what it has tried.</summary>
    WaitingKind Kind { get; }

    /// <summary>Where it waits.</summary>
    RoutingEntry? Entry { get; }

    /// <summary>Its place there as last told, from 1; 0 before it is told.</summary>
    int Position { get; }

    /// <summary>Where it has been; null for nowhere.</summary>
    CallTrail? Trail { get; }
}

/// <summary>What decides where a request may start, beside its class and what it has tried.</summary>
/// <param name="Model">The model it names.</param>
/// <param name="Affinity">The maker of the object it names.</param>
/// <param name="Pool">The pool it asks for.</param>
public readonly record struct WaitingKind(string? Model, EndpointId? Affinity, string? Pool)
{
    /// <summary>How long it may wait is its own, the same everywhere; else it is what each endpoint allows.</summary>
    public bool HasLimit { get; init; }
}

/// <summary>Endpoints among which requests may move.</summary>
/// <param name="Provider">Theirs.</param>
/// <param name="Label">The pool's label, or the account's quota group.</param>
/// <param name="IsAccount">It is an account: its requests name something that only its endpoints have.</param>
public readonly record struct PoolKey(ProviderKind Provider, string? Label, bool IsAccount)
{
    /// <summary>The pool an endpoint is in.</summary>
    public static PoolKey PoolOf(EndpointSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new PoolKey(settings.Provider, settings.Pool, IsAccount: false);
    }

    /// <summary>The account it shares; null where it has one of its own.</summary>
    public static PoolKey? AccountOf(EndpointSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.QuotaGroup is { } group ? new PoolKey(settings.Provider, group, IsAccount: true) : null;
    }
}
