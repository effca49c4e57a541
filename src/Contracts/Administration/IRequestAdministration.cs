using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Contracts.Administration;

/// <summary>What an operator may know of requests that are under way on any node, and do about them.</summary>
public interface IRequestAdministration
{
    /// <summary>Those that came first, of all nodes, within about two seconds.</summary>
    /// <param name="most">So many at most.</param>
    /// <param name="ct">Gives up.</param>
    Task<ActiveRequests> ListActiveAsync(int most, CancellationToken ct);

    /// <summary>Ends the one request with this label.</summary>
    Task<CancelResult> CancelAsync(RequestId id, CancellationToken ct);
}

/// <summary>Requests under way.</summary>
/// <param name="Requests">The oldest first.</param>
/// <param name="More">How many there are besides.</param>
/// <param name="MissingNodes">Nodes that did not tell all theirs in time, as <c>host:port</c>.</param>
public sealed record ActiveRequests(IReadOnlyList<ActiveRequest> Requests, int More, IReadOnlyList<string> MissingNodes);

/// <summary>What became of <see cref="IRequestAdministration.CancelAsync"/>.</summary>
public enum CancelResult
{
    /// <summary>It is ended, or about to be.</summary>
    Cancelled,

    /// <summary>No request under way has that label.</summary>
    NotFound,

    /// <summary>Several have it: none was ended.</summary>
    Several,

    /// <summary>Not all nodes answered, so that nobody knows whether it is the only one of that label: none was ended, unless the answer to that itself stays out.</summary>
    Unknown,
}
