using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Contracts.Protocol;

/// <summary>What routing needs to know of an endpoint at the moment; rides on every reply.</summary>
/// <param name="State">Whether it grants.</param>
/// <param name="RemainingMs">Milliseconds until a cooldown or open circuit ends; 0 where none runs.</param>
/// <param name="Running">Permits in use.</param>
/// <param name="Yours">How many of them the asking router holds; 0 in announcements.</param>
/// <param name="Waiting">Requests that wait.</param>
public readonly record struct EndpointLoad(EndpointState State, long RemainingMs, int Running, int Yours, int Waiting)
{
    /// <summary>How long a permit is held on average, in milliseconds; 0 before the first has returned, -1 from builds that don't tell it.</summary>
    public int MeanHoldMs { get; init; } = -1;

    /// <summary>The limit of its own by which it cools down; none where it doesn't, and from builds that don't tell it.</summary>
    public MinuteLimit Limit { get; init; }
}
