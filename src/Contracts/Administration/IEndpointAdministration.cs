using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Contracts.Administration;

/// <summary>
/// An operator's hand on the endpoints of the cluster. Every method answers after what it changed is durable and
/// throws nothing but <see cref="OperationCanceledException"/> and <see cref="TimeoutException"/> (the cluster did
/// not answer in time; whether the change happened is then unknown).
/// </summary>
public interface IEndpointAdministration
{
    /// <summary>Takes the id and creates the endpoint.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="settings">Its settings, validated.</param>
    /// <param name="key">Its key, version 1, sealed for this id.</param>
    /// <param name="fromEnvironment">Made from an environment key: an id that was ever deleted counts as taken.</param>
    /// <param name="ct">Gives up waiting.</param>
    Task<EndpointAnswer> CreateAsync(
        EndpointId id,
        EndpointSettings settings,
        SealedKey key,
        bool fromEnvironment,
        CancellationToken ct);

    /// <summary>Any command to an endpoint that exists.</summary>
    Task<EndpointAnswer> SendAsync(IAdminCommand command, CancellationToken ct);

    /// <summary>All endpoints, ordered by creation, then id.</summary>
    Task<IReadOnlyList<EndpointDetails>> ListAsync(CancellationToken ct);
}
