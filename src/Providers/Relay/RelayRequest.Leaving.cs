using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay;

// Tells whoever works for the request that its caller has left: the running exchange if there is one, else the router,
// which withdraws it.
public sealed partial class RelayRequest
{
    private IRequestRouter? _router;
    private Exchange? _exchange;
    private int _left;
    private int _told;

    /// <summary>Starts listening; dispose the registration before the caller's connection is given back.</summary>
    internal CancellationTokenRegistration ListenForLeaving(IRequestRouter router)
    {
        _router = router;
        return Caller.Left.UnsafeRegister(static request => ((RelayRequest)request!).Leave(), this);
    }

    /// <summary>From now on leaving aborts this exchange.</summary>
    internal void Attach(Exchange exchange)
    {
        Interlocked.Exchange(ref _exchange, exchange);
        if (Volatile.Read(ref _left) != 0)
        {
            exchange.Abort(AbortCause.CallerLeft);
        }
    }

    /// <summary>The exchange is over. The router hears of the leaving unless the exchange's end says so itself.</summary>
    internal void Detach(bool endSaysSo)
    {
        Interlocked.Exchange(ref _exchange, null);
        if (Volatile.Read(ref _left) != 0 && !endSaysSo)
        {
            TellRouter();
        }
    }

    private void Leave()
    {
        Interlocked.Exchange(ref _left, 1);
        if (Volatile.Read(ref _exchange) is { } running)
        {
            running.Abort(AbortCause.CallerLeft);
        }
        else
        {
            TellRouter();
        }
    }

    private void TellRouter()
    {
        if (!IsDecided && Interlocked.Exchange(ref _told, 1) == 0)
        {
            _router?.CallerLeft(this);
        }
    }
}
