using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// How long a request may wait.
internal sealed partial class RouterActor
{
    /// <summary>How long an endpoint that the directory doesn't know may stay silent: the default limit of a wait.</summary>
    private static readonly TimeSpan UnknownLimit = TimeSpan.FromSeconds(120);

    /// <summary>In all, those before this endpoint included.</summary>
    private static TimeSpan WaitLimitOf(RoutedCall call) => call.Wait.EndAt(QueueTimeoutOf(call.Entry));

    /// <summary>It may not wait any more, but start where a slot is free.</summary>
    private bool MayOnlyStart(RoutedCall call) => call.Wait.TermsAt(call.WaitedUntil(Now), QueueTimeoutOf(call.Entry)).OnlyAtOnce;

    private static TimeSpan QueueTimeoutOf(RoutingEntry? entry) => entry?.Settings.QueueTimeout ?? UnknownLimit;
}
