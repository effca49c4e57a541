using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay;

// The watch's view of a request, from its taking-over to its final answer.
public sealed partial class RelayRequest : IWatched
{
    private bool _pilesUp;

    IWatched? IWatched.Previous { get; set; }

    IWatched? IWatched.Next { get; set; }

    Exchange? IWatched.Running => Volatile.Read(ref _exchange);

    // Behind what nobody takes, a caller's leaving can't be seen: it lies at the end of it. So whoever piles up from one
    // sweep to the next is taken for one who has left. The server takes 1 MiB of what follows a request by itself, so that
    // no following request of a usual size gets here.
    void IWatched.LookAtCaller()
    {
        if (Handshake is not null || Body is { IsPassing: true } || Ending is not null)
        {
            // In a session the caller speaks all the time, a body that passes is taken as the provider takes it, and what
            // follows an answer that has ended is the next request.
            return;
        }

        var before = _pilesUp;
        _pilesUp = Caller.PilesUp;
        if (before && _pilesUp)
        {
            Caller.Abort();
        }
    }
}
