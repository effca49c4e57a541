using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Routing;

/// <summary>What an endpoint said when it refused a request, beside what its load tells of it.</summary>
/// <param name="Kind">What keeps this very request; null where the endpoint's state says it.</param>
/// <param name="Until">The earliest moment it would be admitted (monotonic, this node's clock).</param>
/// <param name="Detail">In words, where the endpoint has some.</param>
public sealed record RefusalNote(ObstacleKind? Kind, TimeSpan Until, string? Detail)
{
    /// <summary>What a refusal leaves to say later; null for one that names no moment.</summary>
    public static RefusalNote? Of(Rejected refusal, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.RetryAfterMs is { } ms ? new RefusalNote(KindOf(refusal), now + TimeSpan.FromMilliseconds(ms), refusal.Detail) : null;
    }

    // An endpoint that serves others and names a moment to this one has no room for its tokens.
    private static ObstacleKind? KindOf(Rejected refusal) => refusal switch
    {
        { IsOfModel: true } => ObstacleKind.ModelPaused,
        { Reason: RejectionReason.CoolingDown, Load.Limit: MinuteLimit.Tokens } => ObstacleKind.NoRoom,
        { Reason: RejectionReason.CoolingDown, Load.State: EndpointState.Available or EndpointState.HalfOpen } => ObstacleKind.NoRoom,
        _ => null,
    };
}
