using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Routing;

/// <summary>What keeps one endpoint from taking a request.</summary>
internal static class ObstacleOf
{
    /// <summary>The obstacle.</summary>
    /// <param name="entry">The endpoint.</param>
    /// <param name="request">The request.</param>
    /// <param name="trail">Where the request has been, or null.</param>
    /// <param name="place">Where the request waits and its place there, from 1; null for one that stands in no queue.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    public static Obstacle Entry(RoutingEntry entry, in Hindered request, CallTrail? trail, (EndpointId At, int Position)? place, TimeSpan now)
    {
        var isHere = place?.At == entry.Id;
        var note = trail?.NoteOn(entry.Id, now);
        var kind = KindOf(entry, request, trail, note, isHere, now);
        var ahead = isHere ? Math.Max(0, place!.Value.Position - 1) : entry.Waiting;
        return new Obstacle(entry.Id, kind, RemainingOf(entry, kind, note, now), StartOf(entry, kind, note, ahead, now))
        {
            Detail = note?.Detail, QueueSize = entry.Settings.QueueSize, Tier = entry.Settings.Tier, Limit = entry.Limit,
        };
    }

    private static ObstacleKind KindOf(
        RoutingEntry entry, in Hindered request, CallTrail? trail, RefusalNote? note, bool isHere, TimeSpan now) => entry switch
    {
        _ when !ModelPattern.Serves(entry.Settings.Models, request.Model) => ObstacleKind.OtherModels,
        { State: EndpointState.Draining } => ObstacleKind.Draining,
        { State: EndpointState.Disabled } or { Settings.Enabled: false } => ObstacleKind.Disabled,
        { State: EndpointState.Quarantined } => ObstacleKind.Quarantined,
        _ when request.Home is null => ObstacleKind.KeptForOthers,
        _ when entry.Settings.Tier < request.Home => ObstacleKind.KeptForHigher,
        _ when trail?.IsBarred(entry.Id) == true => ObstacleKind.Unfit,
        _ when trail?.AttemptsOn(entry.Id) > entry.Settings.MaxRetries => ObstacleKind.RetriesSpent,
        { State: EndpointState.CircuitOpen } when now < entry.Until => ObstacleKind.CircuitOpen,
        { State: EndpointState.CoolingDown } when now < entry.Until => note?.Kind is ObstacleKind.NoRoom ? ObstacleKind.NoRoom
            : entry.Limit is MinuteLimit.None ? ObstacleKind.CoolingDown : ObstacleKind.UsedUp,
        _ => note?.Kind ?? (!isHere && OpenSlots.IsFree(entry, now) ? ObstacleKind.Free
            : entry.IsSilent ? ObstacleKind.Silent
            : request.Waits ? ObstacleKind.AtCapacity
            : QueueOf(entry)),
    };

    private static ObstacleKind QueueOf(RoutingEntry entry) => entry switch
    {
        { Settings.QueueEnabled: false } or { Settings.QueueSize: 0 } => ObstacleKind.NoQueue,
        _ when entry.Waiting >= entry.Settings.QueueSize => ObstacleKind.QueueFull,
        _ => ObstacleKind.AtCapacity,
    };

    private static TimeSpan? RemainingOf(RoutingEntry entry, ObstacleKind kind, RefusalNote? note, TimeSpan now) => kind switch
    {
        ObstacleKind.ModelPaused or ObstacleKind.NoRoom => note!.Until - now,
        ObstacleKind.CoolingDown or ObstacleKind.UsedUp or ObstacleKind.CircuitOpen or ObstacleKind.Quarantined when now < entry.Until => entry.Until - now,
        _ => null,
    };

    // Never before the moment that the endpoint named itself.
    private static TimeSpan? StartOf(RoutingEntry entry, ObstacleKind kind, RefusalNote? note, int ahead, TimeSpan now)
    {
        if (kind is ObstacleKind.Disabled or ObstacleKind.Draining or ObstacleKind.Unfit or ObstacleKind.RetriesSpent
            or ObstacleKind.KeptForHigher or ObstacleKind.KeptForOthers or ObstacleKind.OtherModels)
        {
            return null;
        }

        var estimate = StartEstimate.At(entry, ahead, now);
        return note is null || estimate > note.Until - now ? estimate : note.Until - now;
    }
}

/// <summary>A request, or many alike, that endpoints don't take.</summary>
/// <param name="Home">The tier whose endpoints, and those of lower ones, it may use; null where it may use none.</param>
/// <param name="Model">The model it names, or null.</param>
/// <param name="Waits">It waits, in a queue or out of one; else nobody takes it.</param>
internal readonly record struct Hindered(PriorityClass? Home, string? Model, bool Waits);
