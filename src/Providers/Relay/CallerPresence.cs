using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay;

/// <summary>
/// Tells whoever works for a request that its caller has left: the running exchange if there is one, else the router,
/// which withdraws it. One registration per request.
/// </summary>
internal sealed class CallerPresence(RelayRequest request, IRequestRouter router)
{
    private Exchange? _exchange;
    private int _left;
    private int _told;

    /// <summary>True once the caller has left.</summary>
    internal bool HasLeft => Volatile.Read(ref _left) != 0;

    /// <summary>Starts listening; dispose the registration before the caller's connection is given back.</summary>
    internal CancellationTokenRegistration Listen() =>
        request.Caller.Left.UnsafeRegister(static presence => ((CallerPresence)presence!).Leave(), this);

    /// <summary>From now on leaving aborts this exchange.</summary>
    internal void Attach(Exchange exchange)
    {
        Interlocked.Exchange(ref _exchange, exchange);
        if (HasLeft)
        {
            exchange.Abort(AbortCause.CallerLeft);
        }
    }

    /// <summary>The exchange is over. The router hears of the leaving unless the exchange's end says so itself.</summary>
    internal void Detach(bool endSaysSo)
    {
        Interlocked.Exchange(ref _exchange, null);
        if (HasLeft && !endSaysSo)
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
        if (!request.IsDecided && Interlocked.Exchange(ref _told, 1) == 0)
        {
            router.CallerLeft(request);
        }
    }
}
