using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Host.Admin.Requests;

/// <summary>Requests under way on all nodes, the oldest first.</summary>
/// <param name="Requests">At most 1,000.</param>
/// <param name="More">How many there are besides.</param>
/// <param name="MissingNodes">Nodes that did not answer within two seconds, as <c>host:port</c>: their requests are missing.</param>
public sealed record ActiveRequestList(IReadOnlyList<ActiveRequestBody> Requests, int More, IReadOnlyList<string> MissingNodes)
{
    internal static ActiveRequestList Of(ActiveRequests active) => new([.. active.Requests.Select(ActiveRequestBody.Of)], active.More, active.MissingNodes);
}

/// <summary>A request under way.</summary>
/// <param name="RequestId">Its id; callers may use one for several.</param>
/// <param name="Provider">Whose endpoints can serve it.</param>
/// <param name="Model">The model it names, or null.</param>
/// <param name="Alias">The alias it came by, or null.</param>
/// <param name="Pool">The pool it asks for, or null.</param>
/// <param name="Priority"><c>high</c>, <c>medium</c> or <c>low</c>.</param>
/// <param name="State"><c>asking</c>, <c>waiting</c>, <c>backing_off</c> or <c>running</c>.</param>
/// <param name="Endpoint">Where it asks, waits or runs, or was last.</param>
/// <param name="Attempts">Calls made.</param>
/// <param name="WaitedMs">Milliseconds waited so far in queues and backoff.</param>
/// <param name="StartedAt">When the running call began; null where none runs.</param>
/// <param name="Position">Its place in the endpoint's queue among its class, from 1; null where it doesn't wait.</param>
/// <param name="EstimatedStart">When a slot is expected for it; null where that can't be told.</param>
/// <param name="WaitsFor">Why each endpoint doesn't serve it now, at most 20; empty where it doesn't wait.</param>
/// <param name="MoreEndpoints">Endpoints besides those.</param>
public sealed record ActiveRequestBody(
    string RequestId,
    string Provider,
    string? Model,
    string? Alias,
    string? Pool,
    string Priority,
    string State,
    string? Endpoint,
    int Attempts,
    long WaitedMs,
    DateTimeOffset? StartedAt,
    int? Position,
    DateTimeOffset? EstimatedStart,
    IReadOnlyList<WaitReasonBody> WaitsFor,
    int MoreEndpoints)
{
    internal static ActiveRequestBody Of(ActiveRequest request) => new(
        request.Id.Value,
        request.Provider.ToWireName(),
        request.Model,
        request.Alias,
        request.Pool,
        request.Priority.ToWireName(),
        NameOf(request.State),
        request.Endpoint.Value,
        request.Attempts,
        request.WaitedMs,
        request.StartedAt,
        request.Position,
        request.EstimatedStart,
        [.. request.WaitsFor.Select(w => new WaitReasonBody(w.Endpoint.Value, w.Reason, w.Until, w.EstimatedStart))],
        request.MoreEndpoints);

    private static string NameOf(ActiveState state) => state switch
    {
        ActiveState.Asking => "asking",
        ActiveState.Waiting => "waiting",
        ActiveState.BackingOff => "backing_off",
        ActiveState.Running => "running",
        _ => throw new InvalidOperationException($"unknown state {state}"),
    };
}

/// <summary>Why an endpoint doesn't serve a request now.</summary>
/// <param name="Endpoint">Which one.</param>
/// <param name="Reason"><c>at capacity</c>, <c>cooling_down until …</c>, <c>model paused until …</c>, <c>model not served</c> and the like.</param>
/// <param name="Until">When that ends by itself; else null.</param>
/// <param name="EstimatedStart">When it is expected to have a slot for the request; null where that can't be told.</param>
public sealed record WaitReasonBody(string Endpoint, string Reason, DateTimeOffset? Until, DateTimeOffset? EstimatedStart);
